package io.wave.documents;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import reactor.core.publisher.Mono;

/**
 * Texts in Redis, for callers that can do without them: every failure is an empty result. After one, Redis is not asked for a
 * while, since one image has many documents, and callers wait for all of them.
 */
final class RedisTexts {

    private static final Logger log = LoggerFactory.getLogger(RedisTexts.class);
    private static final Duration TIMEOUT = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final ReactiveStringRedisTemplate redis;
    private final String contents;
    private final AtomicLong failedAt = new AtomicLong(System.nanoTime() - PAUSE.toNanos());

    /** @param contents what the texts are, for log messages */
    RedisTexts(ReactiveStringRedisTemplate redis, String contents) {
        this.redis = redis;
        this.contents = contents;
    }

    Mono<String> get(String key) {
        return orWithout(redis.opsForValue().get(key));
    }

    Mono<Void> set(String key, String text, Duration timeToLive) {
        return orWithout(redis.opsForValue().set(key, text, timeToLive)).then();
    }

    Mono<Void> delete(String key) {
        return orWithout(redis.delete(key)).then();
    }

    private <T> Mono<T> orWithout(Mono<T> call) {
        return Mono.defer(() -> System.nanoTime() - failedAt.get() < PAUSE.toNanos()
                ? Mono.empty()
                : call.timeout(TIMEOUT).onErrorResume(failure -> {
                    failedAt.set(System.nanoTime());
                    log.atWarn()
                            .addKeyValue("cause", failure.toString())
                            .log("Redis is unavailable, {} are read again", contents);
                    return Mono.empty();
                }));
    }
}
