package io.wave.proxy.request;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.wave.oci.OciErrorCode;
import io.wave.proxy.address.ClientAddress;
import io.wave.registry.RegistryException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Bounds how many unknown tokens a client may try: with 48 bits, guessing must not pay. Counts by fixed windows. */
final class StrangerLimit {

    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int MAX_ADDRESSES = 100_000;

    private final int perWindow;
    private final Cache<String, AtomicInteger> misses;

    StrangerLimit(int perWindow, Ticker ticker) {
        this.perWindow = perWindow;
        this.misses = Caffeine.newBuilder()
                .expireAfterWrite(WINDOW)
                .maximumSize(MAX_ADDRESSES)
                .ticker(ticker)
                .build();
    }

    void miss(ClientAddress client) {
        misses.get(client.network(), _ -> new AtomicInteger()).incrementAndGet();
    }

    /** The refusal of a client that has tried too many. */
    Optional<RegistryException> refusal(ClientAddress client) {
        AtomicInteger count = misses.getIfPresent(client.network());
        return count == null || count.get() < perWindow
                ? Optional.empty()
                : Optional.of(new RegistryException(
                        OciErrorCode.TOOMANYREQUESTS,
                        0,
                        "too many unknown container tokens from %s".formatted(client)));
    }
}
