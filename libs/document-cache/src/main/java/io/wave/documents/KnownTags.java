package io.wave.documents;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.oci.OciErrorCode;
import io.wave.redis.RedisKeys;
import io.wave.registry.RegistryClient;
import io.wave.registry.access.RegistryAccess;
import io.wave.registry.config.CredentialHashes;
import io.wave.registry.error.RegistryException;
import io.wave.registry.error.RegistryFailure;
import io.wave.registry.manifest.ResolvedManifest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import reactor.core.publisher.Mono;

/**
 * The digests of tags, also while their registry limits calls or does not answer: then the last one that it has given, in memory or,
 * from other replicas, in Redis.
 *
 * <ol>
 *   <li>A registry that is not limited is asked each time.
 *   <li>A known digest is used for the same tenant with the same credentials only, for which the registry has given it, and no longer
 *       than the configured time.
 *   <li>It is forgotten when the registry denies access, or no longer has the tag.
 * </ol>
 *
 * The same applies to an image that is named by its digest, of which the registry says whether it exists.
 */
public final class KnownTags {

    private static final Logger log = LoggerFactory.getLogger(KnownTags.class);
    private static final int MAX_TAGS = 50_000;
    /** How long a registry is waited for if there is a known digest. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** A part of the time for which a digest is used, after which it is written to Redis again. */
    private static final int REFRESHES = 10;

    private final BiPredicate<ImageReference, RegistryAccess> limits;
    private final CredentialHashes credentials;
    private final RedisTexts shared;
    private final Duration maxAge;
    private final Clock clock;
    private final Counter limited = counter("limited");
    private final Counter failed = counter("failed");
    private final Cache<String, KnownTag> known;
    /** Those that were written to Redis lately. */
    private final Cache<String, KnownTag> written;

    /**
     * @param limits whether a registry has said that calls exceed its limit, see {@link RegistryClient#isLimited}
     * @param maxAge longest time for which a digest is used; zero if never
     */
    public KnownTags(
            BiPredicate<ImageReference, RegistryAccess> limits,
            CredentialHashes credentials,
            ReactiveStringRedisTemplate redis,
            Duration maxAge,
            Clock clock) {
        this.limits = limits;
        this.credentials = credentials;
        this.shared = new RedisTexts(redis, "tags");
        this.maxAge = maxAge;
        this.clock = clock;
        this.known = cache(maxAge);
        this.written = cache(maxAge.dividedBy(REFRESHES));
    }

    private static Cache<String, KnownTag> cache(Duration time) {
        return Caffeine.newBuilder()
                .maximumSize(MAX_TAGS)
                .expireAfterWrite(time)
                .build();
    }

    private static Counter counter(String reason) {
        return Metrics.counter("wave.registry.tags.stale", "reason", reason);
    }

    /**
     * The manifest that a tag refers to, now or when the registry was last asked; empty if the registry does not have it.
     *
     * @param mustBeCurrent whether only what the registry says now is of use
     * @param question asks the registry with the credentials of this access
     */
    public Mono<TagDigest> resolve(
            ImageReference image, RegistryAccess access, boolean mustBeCurrent, Mono<ResolvedManifest> question) {
        if (maxAge.isZero()) {
            return question.map(TagDigest::current);
        }
        String key = key(image, access);
        Mono<TagDigest> current = current(key, question);
        if (mustBeCurrent) {
            return current;
        }
        Mono<TagDigest> answered = known.getIfPresent(key) == null
                ? current
                : current.timeout(PATIENCE, Mono.error(() -> noAnswer(image)));
        Mono<TagDigest> currentOrKnown = answered.onErrorResume(
                KnownTags::isOutage, failure -> stale(key, image, failed).switchIfEmpty(Mono.error(failure)));
        return limits.test(image, access) ? stale(key, image, limited).switchIfEmpty(currentOrKnown) : currentOrKnown;
    }

    private Mono<TagDigest> current(String key, Mono<ResolvedManifest> question) {
        return question.flatMap(found -> remember(key, found))
                .switchIfEmpty(Mono.defer(() -> forget(key)))
                .onErrorResume(KnownTags::isDenied, denied -> forget(key).then(Mono.error(denied)))
                .map(TagDigest::current);
    }

    private Mono<ResolvedManifest> remember(String key, ResolvedManifest found) {
        KnownTag tag = new KnownTag(found, clock.instant());
        known.put(key, tag);
        KnownTag before = written.getIfPresent(key);
        if (before != null && before.manifest().equals(found)) {
            return Mono.just(found);
        }
        written.put(key, tag);
        return shared.set(key, tag.text(), maxAge).thenReturn(found);
    }

    private <T> Mono<T> forget(String key) {
        known.invalidate(key);
        written.invalidate(key);
        return shared.delete(key).then(Mono.empty());
    }

    private Mono<TagDigest> stale(String key, ImageReference image, Counter reason) {
        return Mono.defer(() -> Mono.justOrEmpty(known.getIfPresent(key)))
                .switchIfEmpty(
                        Mono.defer(() -> shared.get(key)).flatMap(text -> Mono.justOrEmpty(KnownTag.parse(text))))
                .map(tag -> new TagDigest(tag.manifest(), Optional.of(tag.age(clock.instant()))))
                .filter(tag -> tag.age().orElseThrow().compareTo(maxAge) <= 0)
                .doOnNext(tag -> {
                    reason.increment();
                    log.atInfo()
                            .addKeyValue("image", image)
                            .addKeyValue("digest", tag.manifest().digest())
                            .log("The registry cannot be asked for a tag, the last known digest is used");
                });
    }

    private static boolean isDenied(Throwable failure) {
        return failure instanceof RegistryException known
                && (known.code() == OciErrorCode.UNAUTHORIZED || known.code() == OciErrorCode.DENIED);
    }

    private static boolean isOutage(Throwable failure) {
        return failure instanceof RegistryException known
                && switch (known.failure()) {
                    case UNREACHABLE, TIMEOUT, BROKEN, RATE_LIMITED, SERVER_ERROR -> true;
                    case UNKNOWN_HOST, FORBIDDEN_ADDRESS, UNTRUSTED, REFUSED, INVALID_ANSWER, LOGIN, BUSY, OTHER ->
                        false;
                };
    }

    private static RegistryException noAnswer(ImageReference image) {
        return new RegistryException(
                RegistryFailure.TIMEOUT,
                OciErrorCode.UNAVAILABLE,
                0,
                image.name() + ": the registry did not respond in time",
                null,
                null);
    }

    private String key(ImageReference image, RegistryAccess access) {
        String all = credentials.of(access.tenant(), image) + "\n" + image;
        return RedisKeys.document(
                "tag",
                access.tenant(),
                Digest.of(all.getBytes(StandardCharsets.UTF_8)).hex());
    }
}
