package io.wave.api.image;

import io.wave.api.web.problem.ApiException;
import io.wave.augment.derive.PlatformImages;
import io.wave.augment.manifest.ManifestException;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.image.Platform;
import io.wave.oci.DocumentLimits;
import io.wave.registry.RegistryClient;
import io.wave.registry.access.RegistryAccess;
import io.wave.registry.error.RegistryException;
import io.wave.registry.manifest.ManifestContent;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Reads the documents of images. An error of the registry is answered with its status and a message that names the
 * repository; one that cannot be asked is a 400 or a 503.
 */
@Component
public class RegistryContent {

    private static final int MAX_CONFIG = DocumentLimits.MAX_BYTES;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final ScopedValue<ContextView> HELD = ScopedValue.newInstance();

    private final RegistryClient registries;
    private final PlatformImages images;
    private final Destinations destinations;

    RegistryContent(RegistryClient registries, Destinations destinations) {
        this.images = new PlatformImages(registries);
        this.registries = registries;
        this.destinations = destinations;
    }

    /**
     * The manifest that a name stands for.
     *
     * @param field what the image is in the request, for the error
     * @throws ApiException 404 if there is none, or with the registry's status
     */
    public ManifestContent manifest(String field, ImageReference image, String tenant) {
        return read(field, image, registries.manifestOfAnySchema(image, new RegistryAccess(tenant)));
    }

    /** The configuration of an image, verified. */
    public byte[] config(String field, ImageReference image, Digest digest, String tenant) {
        return read(
                field,
                image,
                registries.content(
                        image.registry(), image.repository(), digest, MAX_CONFIG, new RegistryAccess(tenant)));
    }

    /** The digest of an index' image for a platform, by the configurations of its images where the index does not say. */
    public Optional<Digest> digest(String field, ImageReference index, Platform platform, String tenant) {
        return read(
                field,
                index,
                images.find(index, platform, tenant)
                        .map(found -> found.reference().pinned())
                        .onErrorReturn(ManifestException.class, Optional.empty()));
    }

    /**
     * Work on documents: those that are read in it count against the memory for documents of registries until it ends.
     *
     * @throws RegistryException if that memory stays short
     */
    public <T> T holding(Supplier<T> work) {
        Mono<T> held = Mono.deferContextual(context ->
                Mono.fromSupplier(() -> ScopedValue.where(HELD, context).call(work::get)));
        return Objects.requireNonNull(registries.holding(held).block());
    }

    private <T> T read(String field, ImageReference image, Mono<T> question) {
        destinations.require(field, image);
        Mono<T> answer = registries
                .holding(question)
                .contextWrite(HELD.orElse(Context.empty()))
                .timeout(PATIENCE)
                .onErrorMap(RegistryException.class, error -> failed(field, image, error))
                .onErrorMap(
                        TimeoutException.class, slow -> RegistryRefusals.late("%s '%s'".formatted(field, image), slow))
                .switchIfEmpty(Mono.error(() -> ApiException.notFound("%s '%s' not found".formatted(field, image))));
        return Objects.requireNonNull(answer.block());
    }

    /** What the registry refused keeps its status, and so does its wish to be asked less. */
    private static ApiException failed(String field, ImageReference image, RegistryException error) {
        return switch (error.failure()) {
            case REFUSED, RATE_LIMITED ->
                ApiException.relayed(
                        error.upstreamStatus(),
                        "%s '%s': %s".formatted(field, image, error.getMessage()),
                        error.retryAfter().orElse(null),
                        error);
            default -> RegistryRefusals.of(field, image, error);
        };
    }
}
