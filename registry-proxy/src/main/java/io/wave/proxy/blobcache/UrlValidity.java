package io.wave.proxy.blobcache;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** For how long a signed URL is valid. */
public final class UrlValidity {

    private static final Duration MIN = Duration.ofSeconds(1);

    private UrlValidity() {}

    /**
     * The time from now on, at least a second, since there are no URLs for less.
     *
     * @param latestEnd when the token ends for which the URL is; null if there is none
     * @param max the longest time
     */
    public static Duration until(@Nullable Instant latestEnd, Instant now, Duration max) {
        Duration left = latestEnd == null ? max : Duration.between(now, latestEnd);
        Duration bounded = left.compareTo(max) < 0 ? left : max;
        return bounded.compareTo(MIN) < 0 ? MIN : bounded;
    }
}
