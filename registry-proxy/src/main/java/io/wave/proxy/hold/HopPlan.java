package io.wave.proxy.hold;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Spreads the wait for a build over ten answers, since no client tried follows more than nine redirects in a row: what
 * is left until the build's deadline is divided by the answers left. Clients that need a sign of life get one sooner.
 */
final class HopPlan {

    /** Answers to one pull: nine redirects and the last word. */
    static final int ANSWERS = 10;

    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private final HoldProperties properties;

    HopPlan(HoldProperties properties) {
        this.properties = properties;
    }

    /** How long to hold the request with this number, of 1 to {@link #ANSWERS}. */
    Duration length(String userAgent, int hop, @Nullable Instant deadline, Instant now) {
        Optional<Duration> fixed = properties.fixedHop(userAgent);
        if (deadline == null) {
            return fixed.orElse(properties.unknownTotal().dividedBy(ANSWERS));
        }
        Duration left = left(deadline, now);
        Duration length = fixed.orElse(left.dividedBy(ANSWERS + 1L - hop));
        return longest(SHORTEST, length.compareTo(left) < 0 ? length : left);
    }

    /** The length of each hop of a client that does not wait long. */
    Optional<Duration> fixedLength(String userAgent) {
        return properties.fixedHop(userAgent);
    }

    /** Whether the request with this number, held for its length, is the last of its round. */
    boolean isLast(int hop, @Nullable Instant deadline, Instant now) {
        return hop >= ANSWERS || (deadline != null && !left(deadline, now).isPositive());
    }

    private Duration left(Instant deadline, Instant now) {
        return Duration.between(now, deadline.plus(properties.grace()));
    }

    private static Duration longest(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
