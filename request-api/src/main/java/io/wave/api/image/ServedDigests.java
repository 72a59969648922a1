package io.wave.api.image;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.wave.api.web.problem.ApiException;
import io.wave.augment.derive.Derivation;
import io.wave.augment.derive.DerivationKey;
import io.wave.augment.derive.Deriver;
import io.wave.augment.derive.DocumentCache;
import io.wave.augment.manifest.ManifestException;
import io.wave.augment.manifest.NoImageException;
import io.wave.image.Digest;
import io.wave.registry.RegistryClient;
import io.wave.registry.error.RegistryException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The digests of images as the proxy serves them: that of the source image, or that of the image with the configuration
 * added. They are computed from the same input and by the same code as in the proxy, so both get the same result.
 */
@Component
public class ServedDigests {

    private static final Logger log = LoggerFactory.getLogger(ServedDigests.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    /** Limit for responses that can omit the digest. */
    private static final Duration SHORT_TIMEOUT = Duration.ofSeconds(2);

    private static final Duration MEMORY = Duration.ofHours(1);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    private static final int MAX_REMEMBERED = 10_000;

    private final Deriver deriver;
    private final AsyncCache<Question, Digest> digests = Caffeine.newBuilder()
            .expireAfterAccess(MEMORY)
            .maximumSize(MAX_REMEMBERED)
            .buildAsync();

    ServedDigests(RegistryClient registries, DocumentCache documents) {
        this.deriver = new Deriver(registries, documents);
    }

    /** The digest, if it can be determined quickly. */
    public Optional<Digest> find(DerivationKey key) {
        try {
            return Optional.of(await(key, SHORT_TIMEOUT));
        } catch (ExecutionException | TimeoutException unknown) {
            return unknown(key, cause(unknown));
        }
    }

    /**
     * The same for an image that a request names.
     *
     * @param field its field in the request, for error messages
     * @throws ApiException 400 if a configuration is to be added to something else than a container image
     */
    public Optional<Digest> find(String field, DerivationKey key) {
        try {
            return Optional.of(await(key, SHORT_TIMEOUT));
        } catch (ExecutionException | TimeoutException unknown) {
            if (cause(unknown) instanceof NoImageException artifact) {
                throw translated(field, key, artifact);
            }
            return unknown(key, cause(unknown));
        }
    }

    private static Optional<Digest> unknown(DerivationKey key, Throwable cause) {
        log.atWarn()
                .addKeyValue("image", key.source())
                .log("A response omits the image digest: {}", cause.getMessage());
        return Optional.empty();
    }

    /**
     * The digest.
     *
     * @param field its field in the request, for error messages
     * @throws ApiException 400 if the configuration cannot be added or there is no image for the platform, else the
     *     status that corresponds to the error of the registry
     */
    public Digest require(String field, DerivationKey key) {
        try {
            return await(key, TIMEOUT);
        } catch (ExecutionException | TimeoutException failure) {
            throw translated(field, key, cause(failure));
        }
    }

    private Digest await(DerivationKey key, Duration timeout) throws ExecutionException, TimeoutException {
        if (key.config().isEmpty()) {
            return key.source().pinned().orElseThrow();
        }
        Question question = new Question(key.tenant(), key.hash());
        try {
            return digests.get(question, (_, _) -> derive(key)).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw ApiException.unavailable("The service is shutting down", RETRY_AFTER, stopping);
        }
    }

    private CompletableFuture<Digest> derive(DerivationKey key) {
        return deriver.derive(key).map(Derivation::root).toFuture().thenApply(Objects::requireNonNull);
    }

    private static Throwable cause(Exception failure) {
        return failure instanceof ExecutionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private static ApiException translated(String field, DerivationKey key, Throwable cause) {
        return switch (cause) {
            case ManifestException unfit -> ApiException.invalid(field, "cannot be used: " + unfit.getMessage());
            case RegistryException refused -> RegistryErrors.of(field, refused);
            default -> RegistryErrors.timedOut("%s: '%s'".formatted(field, key.source()), cause);
        };
    }

    private record Question(String tenant, String hash) {}
}
