package io.wave.proxy.peer;

import io.wave.image.Digest;
import io.wave.proxy.blobcache.BlobCache.Source;
import io.wave.proxy.redis.RedisFallback;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;
import reactor.core.publisher.Mono;

/**
 * Which replica has a blob or downloads it, kept in Redis, so that the others can read the blob there. Entries expire; a wrong one
 * costs a request. Without Redis, each replica is the owner of all blobs.
 */
public final class BlobOwners {

    /** How long a replica owns a blob whose content does not arrive. */
    public static final Duration CLAIM = Duration.ofSeconds(30);

    private static final Duration KEPT = Duration.ofHours(1);
    private static final String USE = "owners of cached blobs";

    /** Sets the owner if there is none, and prolongs the time of this one. */
    private static final RedisScript<String> CLAIM_SCRIPT = RedisScript.of("""
        local owner = redis.call('get', KEYS[1])
        if owner and owner ~= ARGV[1] then return owner end
        redis.call('set', KEYS[1], ARGV[1], 'px', ARGV[2])
        return ARGV[1]\
        """, String.class);

    private static final RedisScript<Boolean> RELEASE_SCRIPT = RedisScript.of("""
        if redis.call('get', KEYS[1]) == ARGV[1] then redis.call('del', KEYS[1]) end
        return true\
        """, Boolean.class);

    private final ReactiveStringRedisTemplate redis;
    private final OwnAddress own;

    BlobOwners(ReactiveStringRedisTemplate redis, OwnAddress own) {
        this.redis = redis;
        this.own = own;
    }

    /** The owner of a blob: this replica for {@link #CLAIM}, unless another one is. To be called again while content arrives. */
    public Mono<BlobOwner> claim(Source source) {
        return claim(source, CLAIM);
    }

    /** Records that this replica has the blob, unless another one has, too. */
    public Mono<BlobOwner> keep(Source source) {
        return claim(source, KEPT);
    }

    private Mono<BlobOwner> claim(Source source, Duration time) {
        return Mono.defer(() -> redis.execute(
                                CLAIM_SCRIPT, key(source), List.of(own.authority(), Long.toString(time.toMillis())))
                        .next()
                        .map(this::owner))
                .onErrorResume(RedisFallback.to(Mono.just(new BlobOwner.Self()), USE));
    }

    private BlobOwner owner(String authority) {
        return authority.equals(own.authority()) ? new BlobOwner.Self() : new BlobOwner.Peer(authority);
    }

    /** Records that this owner does not have the blob. */
    public Mono<Void> release(Source source, BlobOwner owner) {
        return Mono.defer(() -> {
                    String authority = switch (owner) {
                        case BlobOwner.Self _ -> own.authority();
                        case BlobOwner.Peer(String other) -> other;
                    };
                    return redis.execute(RELEASE_SCRIPT, key(source), List.of(authority))
                            .next();
                })
                .onErrorResume(RedisFallback.to(Mono.empty(), USE))
                .then();
    }

    private static List<String> key(Source source) {
        String name = source.repository() + "@" + source.digest();
        return List.of(
                "blob-owner:" + Digest.of(name.getBytes(StandardCharsets.UTF_8)).hex());
    }
}
