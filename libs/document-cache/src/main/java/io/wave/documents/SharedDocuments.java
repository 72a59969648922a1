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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import reactor.core.publisher.Mono;

/**
 * Documents in memory and, for all services, in Redis: what request-api has read for the response to a request, the proxies need not read
 * again for its pulls. A document is found only for the same tenant, repository and credentials. What comes from Redis
 * is verified.
 */
public final class SharedDocuments implements DocumentCache {

    private static final Logger log = LoggerFactory.getLogger(SharedDocuments.class);
    private static final Duration TIME_TO_LIVE = Duration.ofHours(1);
    private static final long MAX_MEMORY = 16L << 20;
    private static final int MAX_SHARED = 512 << 10;
    private static final int OVERHEAD = 300;
    private static final Duration TIMEOUT = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final char SEPARATOR = '\n';

    private final ReactiveStringRedisTemplate redis;
    private final CredentialHashes credentials;
    private final AtomicLong failedAt = new AtomicLong(System.nanoTime() - PAUSE.toNanos());
    private final Cache<String, Content> memory = Caffeine.newBuilder()
            .maximumWeight(MAX_MEMORY)
            .<String, Content>weigher((_, content) -> OVERHEAD + content.size())
            .expireAfterWrite(TIME_TO_LIVE)
            .recordStats()
            .build();

    public SharedDocuments(ReactiveStringRedisTemplate redis, CredentialHashes credentials) {
        this.redis = redis;
        this.credentials = credentials;
        CaffeineCacheMetrics.monitor(Metrics.globalRegistry, memory, "documents");
    }

    @Override
    public Mono<Content> get(Kind kind, ImageReference image, String tenant, Mono<Content> read) {
        Digest digest = image.pinned().orElseThrow();
        String key = key(kind, image, tenant);
        Content known = memory.getIfPresent(key);
        if (known != null) {
            return Mono.just(known);
        }
        return load(key, digest)
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
        return orWithout(redis.opsForValue().get(key))
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
        return orWithout(redis.opsForValue().set(key, text, TIME_TO_LIVE)).thenReturn(content);
    }

    /** After a failure, Redis is not asked for a while: one image has many documents, and callers wait for all of them. */
    private <T> Mono<T> orWithout(Mono<T> call) {
        return Mono.defer(() -> System.nanoTime() - failedAt.get() < PAUSE.toNanos()
                ? Mono.empty()
                : call.timeout(TIMEOUT).onErrorResume(failure -> {
                    failedAt.set(System.nanoTime());
                    log.atWarn()
                            .addKeyValue("cause", failure.toString())
                            .log("Redis is unavailable, documents of images are read again");
                    return Mono.empty();
                }));
    }
}
