package io.wave.proxy.hold;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Spreads the wait for a job over ten responses, since clients follow at most nine redirects in a row: the time until
 * the deadline of the job is divided by the number of responses left. Clients that give up sooner get a response in
 * time.
 */
final class HopSchedule {

    /** Responses to one pull: nine redirects and the final one. */
    static final int MAX_RESPONSES = 10;

    private static final Duration MIN_LENGTH = Duration.ofSeconds(1);

    private final HoldProperties properties;

    HopSchedule(HoldProperties properties) {
        this.properties = properties;
    }

    /** How long to hold the request with this number, from 1 to {@link #MAX_RESPONSES}. */
    Duration length(String userAgent, int hop, @Nullable Instant deadline, Instant now) {
        Optional<Duration> fixed = properties.fixedHop(userAgent);
        if (deadline == null) {
            return fixed.orElse(properties.unknownTotal().dividedBy(MAX_RESPONSES));
        }
        Duration remaining = remaining(deadline, now);
        Duration length = fixed.orElse(remaining.dividedBy(MAX_RESPONSES + 1L - hop));
        return max(MIN_LENGTH, length.compareTo(remaining) < 0 ? length : remaining);
    }

    /** The length of each hop of a client with hops of fixed length. */
    Optional<Duration> fixedLength(String userAgent) {
        return properties.fixedHop(userAgent);
    }

    /** Whether no redirect follows after the request with this number. */
    boolean isLast(int hop, @Nullable Instant deadline, Instant now) {
        return hop >= MAX_RESPONSES
                || (deadline != null && !remaining(deadline, now).isPositive());
    }

    private Duration remaining(Instant deadline, Instant now) {
        return Duration.between(now, deadline.plus(properties.grace()));
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
