package io.wave.api.image;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.wave.api.web.cache.CacheHeaders;
import io.wave.api.web.problem.ApiException;
import io.wave.documents.KnownTags;
import io.wave.documents.TagDigest;
import io.wave.image.ImageReference;
import io.wave.oci.OciErrorCode;
import io.wave.registry.RegistryClient;
import io.wave.registry.access.RegistryAccess;
import io.wave.registry.error.RegistryException;
import io.wave.registry.flight.SingleFlight;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Looks up images in their registries. Concurrent lookups of the same image share one request, and requests for the
 * same image are sent at most every {@link #SPACING}. Results are not cached, since tags may move. A registry that does
 * not respond is an error, never "absent".
 */
@Component
public class ImageLookupService {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    /** Short enough not to be noticed, and limits the load that many equal requests put on a registry. */
    private static final Duration SPACING = Duration.ofMillis(10);

    private static final int MAX_SPACED = 10_000;

    private final RegistryClient registries;
    private final KnownTags known;
    private final HostCheck destinations;
    private final CacheHeaders headers;
    private final Clock clock;
    private final SingleFlight<Question, ImageLookup> flights = new SingleFlight<>();
    /** When the last request was sent, by {@link System#nanoTime()}. */
    private final Cache<Question, Long> sent = Caffeine.newBuilder()
            .expireAfterWrite(SPACING)
            .maximumSize(MAX_SPACED)
            .build();

    ImageLookupService(
            RegistryClient registries, KnownTags known, HostCheck destinations, CacheHeaders headers, Clock clock) {
        this.registries = registries;
        this.known = known;
        this.destinations = destinations;
        this.headers = headers;
        this.clock = clock;
    }

    /**
     * Looks up an image with the credentials of the tenant.
     *
     * @param field its field in the request, for error messages
     * @throws ApiException 400 if the registry cannot be contacted or returns something else than an image; 503 if it
     *     is unavailable
     */
    public ImageLookup lookUp(String field, ImageReference image, String tenant) {
        return lookUp(field, new Question(image, tenant, true));
    }

    /**
     * The same for an image that is only read, and only for this tenant: while the registry limits calls or does not respond, the last
     * digest is used that it has given for the credentials of the tenant, see {@link KnownTags}. Not for decisions on access.
     */
    public ImageLookup lookUpSource(String field, ImageReference image, String tenant) {
        ImageLookup lookup = lookUp(field, new Question(image, tenant, headers.mustBeCurrent()));
        lookup.age().ifPresent(headers::setAge);
        return lookup;
    }

    private ImageLookup lookUp(String field, Question question) {
        destinations.require(field, question.image());
        return lookUp(question, failure -> failureOf(field, question.image(), failure));
    }

    /**
     * Looks up an image in a repository of this installation.
     *
     * @throws ApiException 503 if the registry does not respond, for whatever reason
     */
    public ImageLookup lookUpOwn(ImageReference image, String tenant) {
        return lookUp(
                new Question(image, tenant, true),
                failure -> failure instanceof RegistryException error
                        ? RegistryErrors.ofOwn(image.name(), error)
                        : RegistryErrors.timedOut("the service's repository '%s'".formatted(image.name()), failure));
    }

    private ImageLookup lookUp(Question question, Function<Throwable, ApiException> failureOf) {
        return await(flights.join(question, ask(question)), failureOf);
    }

    private Mono<ImageLookup> ask(Question question) {
        return Mono.defer(() -> awaitSpacing(question))
                .then(Mono.defer(() -> send(question)))
                .timeout(TIMEOUT);
    }

    private Mono<Long> awaitSpacing(Question question) {
        Long last = sent.getIfPresent(question);
        Duration pause = last == null ? Duration.ZERO : SPACING.minusNanos(System.nanoTime() - last);
        return pause.isPositive() ? Mono.delay(pause) : Mono.empty();
    }

    private Mono<ImageLookup> send(Question question) {
        Instant began = clock.instant();
        sent.put(question, System.nanoTime());
        return resolve(question)
                .map(found -> new ImageLookup(
                        began, new ImageLookup.Found(found.manifest().digest()), found.age()))
                .switchIfEmpty(Mono.fromSupplier(() -> ImageLookup.of(began, new ImageLookup.Absent())))
                .onErrorResume(
                        RegistryException.class, error -> refusal(error).map(answer -> ImageLookup.of(began, answer)));
    }

    private Mono<TagDigest> resolve(Question question) {
        RegistryAccess access = new RegistryAccess(question.tenant());
        return known.resolve(
                question.image(), access, question.mustBeCurrent(), registries.resolve(question.image(), access));
    }

    private static Mono<ImageLookup.Answer> refusal(RegistryException error) {
        if (error.isForbiddenAddress()) {
            return Mono.error(error);
        }
        return switch (error.code()) {
            case UNAUTHORIZED, DENIED -> Mono.just(new ImageLookup.Refused());
            default -> Mono.error(error);
        };
    }

    private static ImageLookup await(
            CompletableFuture<@Nullable ImageLookup> lookup, Function<Throwable, ApiException> failureOf) {
        try {
            return Objects.requireNonNull(lookup.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException failed) {
            throw failureOf.apply(failed.getCause() == null ? failed : failed.getCause());
        } catch (TimeoutException slow) {
            throw failureOf.apply(slow);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw ApiException.unavailable("The service is shutting down", RETRY_AFTER, stopping);
        }
    }

    private static ApiException failureOf(String field, ImageReference image, Throwable cause) {
        if (!(cause instanceof RegistryException error)) {
            return RegistryErrors.timedOut("%s: '%s'".formatted(field, image), cause);
        }
        return error.code() == OciErrorCode.MANIFEST_INVALID
                ? ApiException.invalid(
                        field,
                        "must be an OCI or Docker schema 2 image, but '%s' is not: %s"
                                .formatted(image, error.getMessage()))
                : RegistryErrors.of(field, image, error);
    }

    private record Question(ImageReference image, String tenant, boolean mustBeCurrent) {}
}
