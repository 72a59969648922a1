package io.wave.api.image;

import io.wave.api.web.problem.ApiException;
import io.wave.augment.derive.PlatformImages;
import io.wave.augment.manifest.ManifestException;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.image.Platform;
import io.wave.oci.DocumentLimits;
import io.wave.oci.OciErrorCode;
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
 * Reads manifests and configurations of images. An error of the registry becomes an error with the same status and a
 * message with the repository; a registry that cannot be contacted becomes a 400 or 503.
 */
@Component
public class RegistryContent {

    private static final int MAX_CONFIG = DocumentLimits.MAX_BYTES;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private static final ScopedValue<ContextView> HELD = ScopedValue.newInstance();

    private final RegistryClient registries;
    private final PlatformImages images;
    private final HostCheck destinations;

    RegistryContent(RegistryClient registries, HostCheck destinations) {
        this.images = new PlatformImages(registries);
        this.registries = registries;
        this.destinations = destinations;
    }

    /**
     * The manifest of an image name.
     *
     * @param field its field in the request, for error messages
     * @throws ApiException 404 if it does not exist, or with the status of the registry
     */
    public ManifestContent manifest(String field, ImageReference image, String tenant) {
        return read(field, image, tenant, registries.manifestOfAnySchema(image, new RegistryAccess(tenant)));
    }

    /** The configuration of an image, verified by its digest. */
    public byte[] config(String field, ImageReference image, Digest digest, String tenant) {
        return read(
                field,
                image,
                tenant,
                registries.content(
                        image.registry(), image.repository(), digest, MAX_CONFIG, new RegistryAccess(tenant)));
    }

    /**
     * The digest of the image for a platform in an index, determined from the configurations of the images if the index
     * does not contain platforms.
     */
    public Optional<Digest> digest(String field, ImageReference index, Platform platform, String tenant) {
        return read(
                field,
                index,
                tenant,
                images.find(index, platform, tenant)
                        .map(found -> found.reference().pinned())
                        .onErrorReturn(ManifestException.class, Optional.empty()));
    }

    /**
     * Runs work that reads documents of registries; they count against the memory for such documents until it ends.
     *
     * @throws RegistryException if there is not enough memory
     */
    public <T> T holding(Supplier<T> work) {
        Mono<T> held = Mono.deferContextual(context ->
                Mono.fromSupplier(() -> ScopedValue.where(HELD, context).call(work::get)));
        return Objects.requireNonNull(registries.limitingMemory(held).block());
    }

    private <T> T read(String field, ImageReference image, String tenant, Mono<T> question) {
        destinations.require(field, image);
        Mono<T> answer = registries
                .limitingMemory(question)
                .contextWrite(HELD.orElse(Context.empty()))
                .timeout(TIMEOUT)
                .onErrorMap(RegistryException.class, error -> failed(field, image, tenant, error))
                .onErrorMap(
                        TimeoutException.class,
                        slow -> RegistryErrors.timedOut("%s: '%s'".formatted(field, image), slow))
                .switchIfEmpty(Mono.error(() -> ApiException.notFound("%s: '%s' not found".formatted(field, image))));
        return Objects.requireNonNull(answer.block());
    }

    /** The status and Retry-After of the registry are kept. */
    private static ApiException failed(String field, ImageReference image, String tenant, RegistryException error) {
        boolean denied = error.code() == OciErrorCode.UNAUTHORIZED || error.code() == OciErrorCode.DENIED;
        String remedy = denied ? "; " + DeniedAccess.remedy(image, tenant) : "";
        return switch (error.failure()) {
            case REFUSED, RATE_LIMITED ->
                ApiException.relayed(
                        error.upstreamStatus(),
                        "%s: '%s': %s%s".formatted(field, image, RegistryErrors.reason(image, error), remedy),
                        error.retryAfter().orElse(null),
                        error);
            default -> RegistryErrors.of(field, image, error);
        };
    }
}
