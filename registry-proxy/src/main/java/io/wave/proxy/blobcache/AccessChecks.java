package io.wave.proxy.blobcache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.wave.image.Digest;
import java.time.Duration;
import reactor.core.publisher.Mono;

/**
 * Remembers for a time which blobs a registry has served, or would serve, to whom: the content of the cache alone gives
 * nobody access.
 */
public final class AccessChecks {

    private static final int MAX_REMEMBERED = 200_000;

    private final Cache<Access, Boolean> passed;

    AccessChecks(Duration time) {
        this.passed = Caffeine.newBuilder()
                .maximumSize(MAX_REMEMBERED)
                .expireAfterWrite(time)
                .build();
    }

    /** Whether the access is allowed: as remembered, otherwise as the registry says. A refusal is not remembered. */
    public Mono<Boolean> isAllowed(Access access, Mono<Boolean> registry) {
        return passed.getIfPresent(access) != null
                ? Mono.just(true)
                : registry.doOnNext(allowed -> {
                    if (allowed) {
                        allowed(access);
                    }
                });
    }

    /** The registry has served the blob. */
    public void allowed(Access access) {
        passed.put(access, Boolean.TRUE);
    }

    /**
     * Who reads what.
     *
     * @param tenant tenant of the request
     * @param credentials hash of the credentials for the repository
     * @param repository registry and repository
     * @param digest digest of the blob
     */
    public record Access(String tenant, String credentials, String repository, Digest digest) {}
}
