package io.wave.proxy.image;

import io.wave.image.Digest;
import io.wave.image.Tag;
import io.wave.oci.OciErrorCode;
import io.wave.proxy.redis.RedisFallback;
import io.wave.proxy.response.OciException;
import io.wave.token.RequestRecord;
import java.time.Clock;
import java.time.Duration;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Digests of the other tags of a token's image, in Redis until the token expires. If Redis loses them, a tag is
 * resolved again.
 */
final class PinnedTags {

    private static final String USE = "pinned tags";
    /** All of them are searched for a digest that does not belong to the request's own tag. */
    private static final int MAX_TAGS = 100;

    private final ReactiveStringRedisTemplate redis;
    private final Clock clock;

    PinnedTags(ReactiveStringRedisTemplate redis, Clock clock) {
        this.redis = redis;
        this.clock = clock;
    }

    /** A tag stays pinned as long as its request is valid, also if that has been renewed. */
    Mono<Digest> find(RequestRecord request, Tag tag) {
        return redis.<String, String>opsForHash()
                .get(name(request), tag.name())
                .flatMap(digest -> keep(request).thenReturn(Digest.parse(digest)))
                .onErrorResume(RedisFallback.to(Mono.empty(), USE));
    }

    /** Pins the tag; returns the digest that any replica has pinned first. */
    Mono<Digest> pin(RequestRecord request, Tag tag, Digest digest) {
        return redis.<String, String>opsForHash()
                .size(name(request))
                .flatMap(known -> known < MAX_TAGS ? put(request, tag, digest) : Mono.error(() -> tooMany(request)))
                .onErrorResume(PinnedTags::isRedisError, RedisFallback.to(Mono.just(digest), USE));
    }

    private Mono<Digest> put(RequestRecord request, Tag tag, Digest digest) {
        return redis.<String, String>opsForHash()
                .putIfAbsent(name(request), tag.name(), digest.toString())
                .then(find(request, tag))
                .defaultIfEmpty(digest);
    }

    private Mono<Boolean> keep(RequestRecord request) {
        return redis.expire(name(request), Duration.between(clock.instant(), request.expiresAt()));
    }

    private static OciException tooMany(RequestRecord request) {
        return new OciException(
                OciErrorCode.DENIED,
                "container request '%s': more than %d tags pulled, request a container for each image"
                        .formatted(request.token(), MAX_TAGS));
    }

    private static boolean isRedisError(Throwable error) {
        return !(error instanceof OciException);
    }

    Flux<Digest> all(RequestRecord request) {
        return redis.<String, String>opsForHash()
                .values(name(request))
                .map(Digest::parse)
                .onErrorResume(RedisFallback.to(Mono.empty(), USE));
    }

    private static String name(RequestRecord request) {
        return "manifest:tags:" + request.token();
    }
}
