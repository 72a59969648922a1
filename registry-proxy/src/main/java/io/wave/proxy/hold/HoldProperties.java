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
 * @param unknownTotal how long a pull is held in all while the deadline of its build is not known
 * @param grace how long after a build's deadline the word of its end is still waited for
 * @param retryAfter when a client is told to come again once its round of hops is over
 * @param pollInterval how often the builds that pulls wait for are read again, in case the word of their end was missed
 * @param hops hops of a fixed length, by client; the first that fits counts. A client that none fits gets hops of a
 *     tenth of the total. By default 25 s for all that contain containerd, buildkit or nerdctl, which give up after 30 s
 */
@ConfigurationProperties("wave.proxy.hold")
record HoldProperties(
        @DefaultValue("25m") Duration unknownTotal,
        @DefaultValue("15s") Duration grace,
        @DefaultValue("10s") Duration retryAfter,
        @DefaultValue("5s") Duration pollInterval,
        @Nullable List<FixedHop> hops) {

    /** How much of a header that anybody may send is matched with a regular expression. */
    private static final int MAX_LOOKED_AT = 512;

    private static final List<FixedHop> IMPATIENT =
            List.of(new FixedHop(Pattern.compile("(?i)containerd|buildkit|nerdctl"), Duration.ofSeconds(25)));

    HoldProperties {
        hops = hops == null ? IMPATIENT : List.copyOf(hops);
    }

    /** The length of each hop of this client, where it is fixed. */
    Optional<Duration> fixedHop(String userAgent) {
        if (hops == null) {
            throw new IllegalStateException("set by the constructor");
        }
        String looked = userAgent.length() > MAX_LOOKED_AT ? userAgent.substring(0, MAX_LOOKED_AT) : userAgent;
        for (FixedHop hop : hops) {
            if (hop.userAgent().matcher(looked).find()) {
                return Optional.of(hop.length());
            }
        }
        return Optional.empty();
    }

    /**
     * Hops of a fixed length.
     *
     * @param userAgent regular expression that is found somewhere in the {@code User-Agent}
     * @param length length of each hop
     */
    record FixedHop(Pattern userAgent, Duration length) {}
}
