package io.wave.api.image;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.wave.api.web.problem.ApiException;
import io.wave.image.ImageReference;
import io.wave.oci.OciErrorCode;
import io.wave.registry.RegistryClient;
import io.wave.registry.access.RegistryAccess;
import io.wave.registry.error.RegistryException;
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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Looks images up in their registries. Equal questions asked at the same time are one; no answer is remembered, since a
 * tag may have been moved. While many ask for one image, they are gathered: the registry gets a question for it every
 * {@link #SPACING} at most. A registry that cannot be asked is an error, never "absent".
 */
@Component
public class Images {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    /** Unnoticed by whoever asks, and a bound on what a burst of equal requests costs a registry. */
    private static final Duration SPACING = Duration.ofMillis(10);

    private static final int MAX_SPACED = 10_000;

    private final RegistryClient registries;
    private final Destinations destinations;
    private final Clock clock;
    private final ConcurrentMap<Question, CompletableFuture<ImageLook>> looks = new ConcurrentHashMap<>();
    /** When a question was last sent, by {@link System#nanoTime()}. */
    private final Cache<Question, Long> sent = Caffeine.newBuilder()
            .expireAfterWrite(SPACING)
            .maximumSize(MAX_SPACED)
            .build();

    Images(RegistryClient registries, Destinations destinations, Clock clock) {
        this.registries = registries;
        this.destinations = destinations;
        this.clock = clock;
    }

    /**
     * Asks the image's registry with the tenant's credentials.
     *
     * @param field what the image is in the request, for the error
     * @throws ApiException 400 if the registry cannot or may not be asked, or if what it has is no image; 503 if it cannot
     *     answer now
     */
    public ImageLook look(String field, ImageReference image, String tenant) {
        destinations.require(field, image);
        return look(new Question(image, tenant), failure -> notAsked(field, image, failure));
    }

    /**
     * Asks the registry of an image in one of the service's own repositories.
     *
     * @throws ApiException 503 if it cannot be asked, for whatever reason
     */
    public ImageLook lookOwn(ImageReference image, String tenant) {
        return look(
                new Question(image, tenant),
                failure -> failure instanceof RegistryException error
                        ? RegistryRefusals.ofOwn(image.name(), error)
                        : RegistryRefusals.late("the service's repository '%s'".formatted(image.name()), failure));
    }

    private ImageLook look(Question question, Function<Throwable, ApiException> notAsked) {
        return await(shared(question), notAsked);
    }

    private CompletableFuture<ImageLook> shared(Question question) {
        CompletableFuture<ImageLook> mine = new CompletableFuture<>();
        CompletableFuture<ImageLook> others = looks.putIfAbsent(question, mine);
        if (others != null) {
            return others;
        }
        try {
            var _ = ask(question).whenComplete((answer, failure) -> end(question, mine, answer, failure));
        } catch (RuntimeException | Error failed) {
            end(question, mine, null, failed);
            throw failed;
        }
        return mine;
    }

    private void end(
            Question question,
            CompletableFuture<ImageLook> look,
            @Nullable ImageLook answer,
            @Nullable Throwable failure) {
        looks.remove(question, look);
        if (failure == null) {
            look.complete(answer);
        } else {
            look.completeExceptionally(failure);
        }
    }

    private CompletableFuture<ImageLook> ask(Question question) {
        return untilTurn(question)
                .then(Mono.defer(() -> send(question)))
                .timeout(PATIENCE)
                .toFuture()
                .thenApply(Objects::requireNonNull);
    }

    private Mono<Long> untilTurn(Question question) {
        Long last = sent.getIfPresent(question);
        Duration pause = last == null ? Duration.ZERO : SPACING.minusNanos(System.nanoTime() - last);
        return pause.isPositive() ? Mono.delay(pause) : Mono.empty();
    }

    private Mono<ImageLook> send(Question question) {
        Instant began = clock.instant();
        sent.put(question, System.nanoTime());
        return registries
                .resolve(question.image(), new RegistryAccess(question.tenant()))
                .<ImageLook.Answer>map(found -> new ImageLook.Found(found.digest()))
                .defaultIfEmpty(new ImageLook.Absent())
                .onErrorResume(RegistryException.class, Images::refusal)
                .map(answer -> new ImageLook(began, answer));
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

    private static ImageLook await(CompletableFuture<ImageLook> look, Function<Throwable, ApiException> notAsked) {
        try {
            return look.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw notAsked.apply(failed.getCause() == null ? failed : failed.getCause());
        } catch (TimeoutException slow) {
            throw notAsked.apply(slow);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw ApiException.unavailable("The service is stopping", RETRY_AFTER, stopping);
        }
    }

    private static ApiException notAsked(String field, ImageReference image, Throwable cause) {
        if (!(cause instanceof RegistryException error)) {
            return RegistryRefusals.late("%s '%s'".formatted(field, image), cause);
        }
        return error.code() == OciErrorCode.MANIFEST_INVALID
                ? ApiException.invalid(
                        field,
                        "must be an image of OCI or of Docker's second schema, as '%s' is not: %s"
                                .formatted(image, error.getMessage()))
                : RegistryRefusals.of(field, image, error);
    }

    private record Question(ImageReference image, String tenant) {}
}
