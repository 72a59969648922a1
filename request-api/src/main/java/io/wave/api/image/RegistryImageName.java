package io.wave.api.image;

import io.wave.api.web.problem.ApiException;
import io.wave.containerfile.LocalTransport;
import io.wave.image.ImageReference;
import java.util.Optional;

/**
 * Parses image names in requests. Builders also accept transports for local files and storage, such as {@code
 * docker-archive:/file.tar}, which are rejected here.
 */
public final class RegistryImageName {

    private static final String REGISTRY_TRANSPORT = "docker://";

    private RegistryImageName() {}

    /**
     * Parses a name.
     *
     * @param field its field in the request, for error messages
     * @throws ApiException 400 if it is not the name of an image in a registry
     */
    public static ImageReference parse(String field, String name) {
        requireNotLocal(field, name);
        try {
            return ImageReference.parse(name);
        } catch (IllegalArgumentException malformed) {
            throw ApiException.invalid(field, String.valueOf(malformed.getMessage()));
        }
    }

    /**
     * Parses a name in a container file, which may start with {@code docker://}.
     *
     * @param field the field of the container file, with the line, for error messages
     * @throws ApiException 400 if it is not the name of an image in a registry
     */
    public static ImageReference inFile(String field, String name) {
        return parse(field, name.startsWith(REGISTRY_TRANSPORT) ? name.substring(REGISTRY_TRANSPORT.length()) : name);
    }

    /** Parses a text that may be an image name or something else. */
    public static Optional<ImageReference> ifAny(String field, String name) {
        requireNotLocal(field, name);
        return read(name.startsWith(REGISTRY_TRANSPORT) ? name.substring(REGISTRY_TRANSPORT.length()) : name);
    }

    private static void requireNotLocal(String field, String name) {
        LocalTransport.of(name).ifPresent(transport -> {
            throw ApiException.invalid(
                    field,
                    "must not use the transport '%s:', which reads files of the build worker: use an image in a registry"
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
