package io.wave.proxy.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.wave.oci.OciErrorCode;
import io.wave.proxy.address.ClientAddress;
import io.wave.registry.RegistryException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bounds how many unknown tokens a client may try: with 48 bits, guessing must not pay. Counts by fixed windows. Only the
 * answer to an unknown token is a refusal: many clients may have one address, and what they are given must go on.
 */
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

    /** Whether the client has tried too many. */
    boolean isOver(ClientAddress client) {
        AtomicInteger count = misses.getIfPresent(client.network());
        return count != null && count.get() >= perWindow;
    }

    /** Counts an unknown token; gives the refusal of a client that has tried too many. */
    Optional<RegistryException> miss(ClientAddress client) {
        int count = misses.get(client.network(), _ -> new AtomicInteger()).incrementAndGet();
        return count <= perWindow ? Optional.empty() : Optional.of(refusal(client));
    }

    /** What such a client is told of a token that is unknown. */
    RegistryException refusal(ClientAddress client) {
        return new RegistryException(
                OciErrorCode.TOOMANYREQUESTS, 0, "too many unknown container tokens from %s".formatted(client));
    }
}
