package io.wave.api.access;

import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.registry.RegistryClient;
import io.wave.registry.access.RegistryAccess;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Whether registries answer for a blob only in the repositories that have it, without which repositories of {@linkplain AccessScope
 * scopes} keep nothing apart. Each registry is tested once, when the first image of a scope is stored there: a small blob is
 * pushed to the repository of the scope and asked for in the one above. Requests do not wait for it; the health shows the result.
 */
@Component("blobSeparation")
class BlobSeparation extends AbstractHealthIndicator {

    private static final Logger LOG = LoggerFactory.getLogger(BlobSeparation.class);

    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final int BLOB_SIZE = 32;

    private final RegistryClient registries;
    private final SecureRandom random;
    private final ConcurrentMap<String, Result> results = new ConcurrentHashMap<>();

    BlobSeparation(RegistryClient registries, SecureRandom random) {
        this.registries = registries;
        this.random = random;
    }

    private enum Result {
        RUNNING("being tested"),
        SEPARATE("answers for blobs of a repository in that repository only"),
        SHARED("answers for blobs of other repositories: restricted images are not kept apart");

        private final String words;

        Result(String words) {
            this.words = words;
        }
    }

    /**
     * Tests the registry of an image that is about to be pushed, unless it is known.
     *
     * @param tenant whose credentials are used; the tenant may push the image
     */
    void test(ImageReference image, String tenant) {
        Optional<String> above = AccessScope.above(image.repository());
        if (above.isPresent() && results.putIfAbsent(image.registry(), Result.RUNNING) == null) {
            var _ = isShared(image, above.get(), new RegistryAccess(tenant))
                    .timeout(TIMEOUT)
                    .toFuture()
                    .whenComplete((shared, failure) -> end(image, shared, failure));
        }
    }

    private Mono<Boolean> isShared(ImageReference image, String above, RegistryAccess access) {
        byte[] blob = new byte[BLOB_SIZE];
        random.nextBytes(blob);
        return registries
                .into(image.registry(), image.repository(), access)
                .upload(blob)
                .then(Mono.defer(() -> registries.headBlob(image.registry(), above, Digest.of(blob), access)))
                .hasElement();
    }

    /** What is not known is tested with the next image. */
    private void end(ImageReference image, @Nullable Boolean shared, @Nullable Throwable failure) {
        if (shared == null) {
            results.remove(image.registry());
            LOG.atInfo()
                    .setCause(failure)
                    .log(
                            "Could not test whether {} answers for blobs of other repositories; the next image is tried",
                            image.registry());
            return;
        }
        results.put(image.registry(), shared ? Result.SHARED : Result.SEPARATE);
        if (shared) {
            LOG.atWarn()
                    .addKeyValue("registry", image.registry())
                    .log(
                            "{} answers for blobs of other repositories, so images that not all callers can read are not kept apart from"
                                    + " those of others there: turn its deduplication off (zot: storage.dedupe), or use another registry for"
                                    + " wave.build.repo, wave.build.cache and registries with push",
                            image.registry());
        }
    }

    /** The service is up whatever registries do. */
    @Override
    protected void doHealthCheck(Health.Builder builder) {
        Map<String, String> words = new TreeMap<>();
        results.forEach((registry, result) -> words.put(registry, result.words));
        builder.up().withDetail("registries", words);
    }
}
