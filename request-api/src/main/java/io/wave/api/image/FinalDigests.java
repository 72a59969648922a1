package io.wave.api.image;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.wave.api.web.problem.ApiException;
import io.wave.augment.derive.Derivation;
import io.wave.augment.derive.DerivationKey;
import io.wave.augment.derive.Deriver;
import io.wave.augment.manifest.ManifestException;
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
 * The digests that images have under their token: that of the source, or of what a configuration makes of it. Worked out
 * from the same input and by the same code as the proxy's answers, so both come to the same bytes.
 */
@Component
public class FinalDigests {

    private static final Logger log = LoggerFactory.getLogger(FinalDigests.class);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** For what an answer can do without. */
    private static final Duration SHORT_PATIENCE = Duration.ofSeconds(2);

    private static final Duration MEMORY = Duration.ofHours(1);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    private static final int MAX_REMEMBERED = 10_000;

    private final Deriver deriver;
    private final AsyncCache<Question, Digest> digests = Caffeine.newBuilder()
            .expireAfterAccess(MEMORY)
            .maximumSize(MAX_REMEMBERED)
            .buildAsync();

    FinalDigests(RegistryClient registries) {
        this.deriver = new Deriver(registries);
    }

    /** The digest, where it can be known soon. */
    public Optional<Digest> find(DerivationKey key) {
        try {
            return Optional.of(await(key, SHORT_PATIENCE));
        } catch (ExecutionException | TimeoutException unknown) {
            log.atInfo()
                    .addKeyValue("image", key.source())
                    .log(
                            "An image is answered without its digest: {}",
                            cause(unknown).getMessage());
            return Optional.empty();
        }
    }

    /**
     * The digest.
     *
     * @param field what the source is in the request, for the error
     * @throws ApiException 400 if the image cannot be extended or is not for the platform, else the status that the
     *     registry's answer comes to
     */
    public Digest require(String field, DerivationKey key) {
        try {
            return await(key, PATIENCE);
        } catch (ExecutionException | TimeoutException failure) {
            throw translated(field, key, cause(failure));
        }
    }

    private Digest await(DerivationKey key, Duration patience) throws ExecutionException, TimeoutException {
        if (key.config().isEmpty()) {
            return key.source().pinned().orElseThrow();
        }
        Question question = new Question(key.tenant(), key.hash());
        try {
            return digests.get(question, (_, _) -> derive(key)).get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw ApiException.unavailable("The service is stopping", RETRY_AFTER, stopping);
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
            case RegistryException refused -> RegistryRefusals.of(field, refused);
            default -> RegistryRefusals.late("%s '%s'".formatted(field, key.source()), cause);
        };
    }

    private record Question(String tenant, String hash) {}
}
