package io.wave.proxy.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.wave.oci.OciErrorCode;
import io.wave.proxy.address.ClientAddress;
import io.wave.registry.error.RegistryException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Limits the number of unknown tokens per client address, in fixed windows, to prevent guessing of tokens, which have
 * 48 bits. Only requests for unknown tokens are rejected: many clients may share an address, and their valid tokens
 * must keep working.
 */
final class UnknownTokenLimit {

    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int MAX_ADDRESSES = 100_000;

    private final int maxMisses;
    private final Cache<String, AtomicInteger> misses;

    UnknownTokenLimit(int maxMisses, Ticker ticker) {
        this.maxMisses = maxMisses;
        this.misses = Caffeine.newBuilder()
                .expireAfterWrite(WINDOW)
                .maximumSize(MAX_ADDRESSES)
                .ticker(ticker)
                .build();
    }

    /** Whether the client has exceeded the limit. */
    boolean isExceeded(ClientAddress client) {
        AtomicInteger count = misses.getIfPresent(client.network());
        return count != null && count.get() >= maxMisses;
    }

    /** Counts an unknown token; returns the error for a client that has exceeded the limit. */
    Optional<RegistryException> recordMiss(ClientAddress client) {
        int count = misses.get(client.network(), _ -> new AtomicInteger()).incrementAndGet();
        return count <= maxMisses ? Optional.empty() : Optional.of(tooManyUnknownTokens(client));
    }

    /** The error for such a client's requests with unknown tokens. */
    RegistryException tooManyUnknownTokens(ClientAddress client) {
        return new RegistryException(
                OciErrorCode.TOOMANYREQUESTS, 0, "too many unknown container tokens from %s".formatted(client));
    }
}
