package io.wave.api.image;

import io.wave.api.web.problem.ApiException;
import io.wave.containerfile.LocalTransport;
import io.wave.image.ImageReference;
import java.util.Optional;

/**
 * Reads names of images that a request holds. Builders also take names of files and storage of their own machine, such as
 * {@code docker-archive:/file.tar}; none of these is the name of an image here.
 */
public final class RegistryImageName {

    private static final String REGISTRY_TRANSPORT = "docker://";

    private RegistryImageName() {}

    /**
     * Reads a name.
     *
     * @param field what holds it, for the error
     * @throws ApiException 400 if it is not the name of an image in a registry
     */
    public static ImageReference parse(String field, String name) {
        requireNotLocal(field, name);
        return read(name).orElseThrow(() -> ApiException.invalid(field, "is not an image name: '%s'".formatted(name)));
    }

    /**
     * Reads a name of a container file, where {@code docker://} may stand before it.
     *
     * @param field what holds it, and where in a file, for the error
     * @throws ApiException 400 if it is not the name of an image in a registry
     */
    public static ImageReference inFile(String field, String name) {
        return parse(field, name.startsWith(REGISTRY_TRANSPORT) ? name.substring(REGISTRY_TRANSPORT.length()) : name);
    }

    /** The same where a text may be something else than a name of an image, which is then left to the builder. */
    public static Optional<ImageReference> ifAny(String field, String name) {
        requireNotLocal(field, name);
        return read(name.startsWith(REGISTRY_TRANSPORT) ? name.substring(REGISTRY_TRANSPORT.length()) : name);
    }

    private static void requireNotLocal(String field, String name) {
        LocalTransport.of(name).ifPresent(transport -> {
            throw ApiException.invalid(
                    field,
                    "must not use the transport '%s:', which names files of the build worker: name an image of a registry"
                            .formatted(transport));
        });
    }

    private static Optional<ImageReference> read(String name) {
        try {
            return Optional.of(ImageReference.parse(name));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
