package io.wave.documents;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import io.wave.augment.derive.DocumentCache;
import io.wave.augment.manifest.Content;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.redis.RedisKeys;
import io.wave.registry.config.CredentialHashes;
import io.wave.registry.flight.SingleFlight;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import reactor.core.publisher.Mono;

/**
 * Documents in memory and, for all services, in Redis: what request-api has read for the response to a request, the proxies need not read
 * again for its pulls. Callers that need the same one at the same time share one read, or its error. A document is found only for the same
 * tenant, repository and credentials. What comes from Redis is verified.
 */
public final class SharedDocuments implements DocumentCache {

    private static final long MAX_MEMORY = 16L << 20;
    private static final int MAX_SHARED = 512 << 10;
    private static final int OVERHEAD = 300;
    private static final char SEPARATOR = '\n';

    private final RedisTexts shared;
    private final CredentialHashes credentials;
    private final Duration timeToLive;
    private final Cache<String, Content> memory;
    private final SingleFlight<String, Content> flights = new SingleFlight<>();

    /** @param timeToLive how long documents are kept after they were read from their registry, which allowed it */
    public SharedDocuments(ReactiveStringRedisTemplate redis, CredentialHashes credentials, Duration timeToLive) {
        this.shared = new RedisTexts(redis, "documents of images");
        this.credentials = credentials;
        this.timeToLive = timeToLive;
        this.memory = Caffeine.newBuilder()
                .maximumWeight(MAX_MEMORY)
                .<String, Content>weigher((_, content) -> OVERHEAD + content.size())
                .expireAfterWrite(timeToLive)
                .recordStats()
                .build();
        CaffeineCacheMetrics.monitor(Metrics.globalRegistry, memory, "documents");
    }

    @Override
    public Mono<Content> get(Kind kind, ImageReference image, String tenant, Mono<Content> read) {
        Digest digest = image.pinned().orElseThrow();
        String key = key(kind, image, tenant);
        Content known = memory.getIfPresent(key);
        return known != null ? Mono.just(known) : flights.share(key, Mono.defer(() -> find(key, digest, read)));
    }

    private Mono<Content> find(String key, Digest digest, Mono<Content> read) {
        // A caller that did not find it in memory may have been overtaken by one that has read it.
        Content known = memory.policy().getIfPresentQuietly(key);
        return known != null
                ? Mono.just(known)
                : load(key, digest)
                        .switchIfEmpty(Mono.defer(() -> read.flatMap(content -> store(key, content))))
                        .doOnNext(content -> memory.put(key, content));
    }

    private String key(Kind kind, ImageReference image, String tenant) {
        String all = credentials.of(tenant, image) + SEPARATOR + image;
        return RedisKeys.document(
                kind.name().toLowerCase(Locale.ROOT),
                tenant,
                Digest.of(all.getBytes(StandardCharsets.UTF_8)).hex());
    }

    private Mono<Content> load(String key, Digest digest) {
        return shared.get(key)
                .mapNotNull(SharedDocuments::parse)
                .filter(content -> content.digest().equals(digest));
    }

    /** Null if the text has another form. */
    private static @Nullable Content parse(String text) {
        int end = text.indexOf(SEPARATOR);
        try {
            return end < 0
                    ? null
                    : Content.of(text.substring(0, end), Base64.getDecoder().decode(text.substring(end + 1)));
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }

    private Mono<Content> store(String key, Content content) {
        if (content.size() > MAX_SHARED) {
            return Mono.just(content);
        }
        String text = content.mediaType() + SEPARATOR + Base64.getEncoder().encodeToString(content.bytes());
        return shared.set(key, text, timeToLive).thenReturn(content);
    }
}
