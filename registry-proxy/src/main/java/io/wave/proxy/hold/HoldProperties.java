package io.wave.proxy.hold;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long pulls are held.
 *
 * @param unknownTotal how long a pull is held in total while the deadline of its build is not known
 * @param grace how long after the deadline of a build its result is still awaited
 * @param retryAfter {@code Retry-After} of the response to a client that has used all its hops
 * @param pollInterval how often the builds that pulls wait for are looked up, in case a notification was missed
 * @param hops hops of fixed length by client; the first match counts. A client without a match gets hops of a tenth
 *     of the total. By default 25 s for all user agents that contain containerd, buildkit or nerdctl, which give up
 *     after 30 s
 */
@ConfigurationProperties("wave.proxy.hold")
record HoldProperties(
        @DefaultValue("25m") Duration unknownTotal,
        @DefaultValue("15s") Duration grace,
        @DefaultValue("10s") Duration retryAfter,
        @DefaultValue("5s") Duration pollInterval,
        @Nullable List<FixedHop> hops) {

    /** Maximum number of characters of a {@code User-Agent} that are matched with a regular expression. */
    private static final int MAX_MATCHED_LENGTH = 512;

    private static final List<FixedHop> DEFAULT_HOPS =
            List.of(new FixedHop(Pattern.compile("(?i)containerd|buildkit|nerdctl"), Duration.ofSeconds(25)));

    HoldProperties {
        hops = hops == null ? DEFAULT_HOPS : List.copyOf(hops);
    }

    /** The length of each hop of this client, if it is fixed. */
    Optional<Duration> fixedHop(String userAgent) {
        if (hops == null) {
            throw new IllegalStateException("set by the constructor");
        }
        String prefix =
                userAgent.length() > MAX_MATCHED_LENGTH ? userAgent.substring(0, MAX_MATCHED_LENGTH) : userAgent;
        for (FixedHop hop : hops) {
            if (hop.userAgent().matcher(prefix).find()) {
                return Optional.of(hop.length());
            }
        }
        return Optional.empty();
    }

    /**
     * Hops of a fixed length.
     *
     * @param userAgent regular expression that is searched for in the {@code User-Agent}
     * @param length length of each hop
     */
    record FixedHop(Pattern userAgent, Duration length) {}
}
