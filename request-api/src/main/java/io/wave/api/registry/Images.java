package io.wave.api.registry;

import io.wave.api.problem.ApiException;
import io.wave.image.ImageReference;
import io.wave.oci.OciErrorCode;
import io.wave.registry.RegistryAccess;
import io.wave.registry.RegistryClient;
import io.wave.registry.RegistryException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Looks images up in their registries. Equal questions asked at the same time are one; no answer is remembered, since a
 * tag may have been moved. A registry that cannot be asked is an error, never "absent".
 */
@Component
public class Images {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final RegistryClient registries;
    private final Destinations destinations;
    private final Clock clock;
    private final ConcurrentMap<Question, CompletableFuture<ImageLook>> looks = new ConcurrentHashMap<>();

    Images(RegistryClient registries, Destinations destinations, Clock clock) {
        this.registries = registries;
        this.destinations = destinations;
        this.clock = clock;
    }

    /**
     * Asks the image's registry with the tenant's credentials.
     *
     * @param field what the image is in the request, for the error
     * @throws ApiException 502 or 503 if the registry cannot be asked, 400 if it may not be or if what it has is no image
     */
    public ImageLook look(String field, ImageReference image, String tenant) {
        destinations.require(field, image);
        Question question = new Question(image, tenant);
        return await(shared(question), field, image);
    }

    private CompletableFuture<ImageLook> shared(Question question) {
        CompletableFuture<ImageLook> mine = new CompletableFuture<>();
        CompletableFuture<ImageLook> others = looks.putIfAbsent(question, mine);
        if (others != null) {
            return others;
        }
        var _ = ask(question).whenComplete((answer, failure) -> {
            looks.remove(question, mine);
            if (failure == null) {
                mine.complete(answer);
            } else {
                mine.completeExceptionally(failure);
            }
        });
        return mine;
    }

    private CompletableFuture<ImageLook> ask(Question question) {
        Instant began = clock.instant();
        return Mono.defer(() -> registries.resolve(question.image(), new RegistryAccess(question.tenant())))
                .<ImageLook.Answer>map(found -> new ImageLook.Found(found.digest()))
                .defaultIfEmpty(new ImageLook.Absent())
                .onErrorResume(RegistryException.class, Images::refusal)
                .map(answer -> new ImageLook(began, answer))
                .timeout(PATIENCE)
                .toFuture()
                .thenApply(Objects::requireNonNull);
    }

    private static Mono<ImageLook.Answer> refusal(RegistryException error) {
        if (error.isForbiddenAddress()) {
            return Mono.error(error);
        }
        return switch (error.code()) {
            case UNAUTHORIZED, DENIED -> Mono.just(new ImageLook.Refused());
            default -> Mono.error(error);
        };
    }

    private static ImageLook await(CompletableFuture<ImageLook> look, String field, ImageReference image) {
        try {
            return look.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw notAsked(field, image, failed.getCause() == null ? failed : failed.getCause());
        } catch (TimeoutException slow) {
            throw notAsked(field, image, slow);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw ApiException.unavailable("The service is stopping", RETRY_AFTER, stopping);
        }
    }

    private static ApiException notAsked(String field, ImageReference image, Throwable cause) {
        if (cause instanceof RegistryException error && error.isForbiddenAddress()) {
            return ApiException.invalid(field, "is not allowed: " + error.getMessage());
        }
        if (cause instanceof RegistryException error && error.code() == OciErrorCode.MANIFEST_INVALID) {
            return ApiException.invalid(
                    field,
                    "must be an image of OCI or of Docker's second schema, as '%s' is not: %s"
                            .formatted(image, error.getMessage()));
        }
        Duration pause =
                cause instanceof RegistryException error ? error.retryAfter().orElse(RETRY_AFTER) : RETRY_AFTER;
        String reason = cause instanceof RegistryException ? ": " + cause.getMessage() : "";
        return ApiException.upstream(
                "%s '%s' could not be checked: the registry '%s' gave no answer%s"
                        .formatted(field, image, image.registry(), reason),
                pause,
                cause);
    }

    private record Question(ImageReference image, String tenant) {}
}
