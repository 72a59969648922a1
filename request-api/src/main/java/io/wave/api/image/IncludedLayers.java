package io.wave.api.image;

import io.wave.api.web.problem.ApiException;
import io.wave.augment.derive.PlatformImage;
import io.wave.augment.derive.PlatformImages;
import io.wave.augment.manifest.Descriptor;
import io.wave.augment.manifest.ManifestException;
import io.wave.container.Layer;
import io.wave.image.ImageReference;
import io.wave.image.Platform;
import io.wave.registry.RegistryClient;
import io.wave.registry.access.RegistryAccess;
import io.wave.registry.error.RegistryException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The layers of the included images of a request. */
@Component
public class IncludedLayers {

    private static final String FIELD = "containerIncludes[%d]";
    private static final Duration TIMEOUT = Duration.ofSeconds(40);
    private static final int PARALLEL = 4;

    private final RegistryClient registries;
    private final PlatformImages images;

    IncludedLayers(RegistryClient registries) {
        this.registries = registries;
        this.images = new PlatformImages(registries);
    }

    /**
     * The layers of all the images, in their order.
     *
     * @param parsed names of images
     * @param platform platform of the images
     * @throws ApiException 400 if an image does not exist, if access is denied or if there is no image for the platform, else
     *     the status that corresponds to the error of the registry
     */
    public List<Layer> of(List<ImageReference> parsed, Platform platform, String tenant) {
        return Flux.range(0, parsed.size())
                .flatMapSequential(i -> layers(FIELD.formatted(i), parsed.get(i), platform, tenant), PARALLEL)
                .collectList()
                .blockOptional()
                .orElse(List.of());
    }

    /**
     * The images that a request includes.
     *
     * @param names image names, as typed
     * @throws ApiException 400 if a name is invalid
     */
    public static List<ImageReference> images(List<String> names) {
        List<ImageReference> parsed = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            parsed.add(parse(FIELD.formatted(i), names.get(i)));
        }
        return parsed;
    }

    private static ImageReference parse(String field, @Nullable String name) {
        return RegistryImageName.parse(field, Objects.requireNonNullElse(name, ""));
    }

    private Flux<Layer> layers(String field, ImageReference image, Platform platform, String tenant) {
        return Mono.defer(() -> images.find(image, platform, tenant))
                .flatMap(found -> requireForeign(field, image, found, tenant).thenReturn(found))
                .flatMapIterable(found -> layers(image, found))
                .timeout(TIMEOUT, Mono.error(() -> RegistryErrors.timedOut("%s: '%s'".formatted(field, image), null)))
                .onErrorMap(RegistryException.class, failure -> problem(field, image, tenant, failure))
                .onErrorMap(
                        ManifestException.class,
                        unfit -> ApiException.invalid(field, "cannot be used: " + unfit.getMessage()));
    }

    private static ApiException problem(String field, ImageReference image, String tenant, RegistryException failure) {
        if (failure.failure().isAddressFailure()) {
            return RegistryErrors.of(field, failure);
        }
        return switch (failure.code()) {
            case UNAUTHORIZED, DENIED, NAME_UNKNOWN, MANIFEST_UNKNOWN -> DeniedAccess.toImage(field, image, tenant);
            default -> RegistryErrors.of(field, failure);
        };
    }

    /** Non-distributable layers are often not in the registry, but at a URL. */
    private Mono<Void> requireForeign(String field, ImageReference image, PlatformImage found, String tenant) {
        return Flux.fromIterable(found.layers())
                .map(PlatformImage.Layer::blob)
                .filter(Descriptor::isForeign)
                .flatMap(
                        layer -> registries
                                .headBlob(
                                        image.registry(),
                                        image.repository(),
                                        layer.digest(),
                                        new RegistryAccess(tenant))
                                .switchIfEmpty(Mono.error(() -> ApiException.invalid(
                                        field,
                                        "cannot be used: '%s' has the layer %s of type '%s', which is not in its registry"
                                                .formatted(image, layer.digest(), layer.mediaType())))),
                        PARALLEL)
                .then();
    }

    private static List<Layer> layers(ImageReference image, PlatformImage found) {
        return found.layers().stream()
                .map(layer -> new Layer(
                        "docker://%s/v2/%s/blobs/%s"
                                .formatted(
                                        image.registry(),
                                        image.repository(),
                                        layer.blob().digest()),
                        layer.blob().digest().toString(),
                        layer.blob().size(),
                        layer.diffId().toString(),
                        null))
                .toList();
    }
}
