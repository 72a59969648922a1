package io.wave.builder.buildkit;

import io.wave.build.BuildSpec;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The layer cache of a build in a registry. Builds share one if they are for the same platform, use the same images and are of
 * the same tenant and access scope; if these images can be pulled without credentials, builds of all tenants share it. Each
 * build replaces its content.
 */
final class RegistryCache {

    private static final String TAG = "buildkit-";
    private static final int LENGTH = 32;

    private RegistryCache() {}

    /**
     * The image of the cache; empty if none is requested, or its name is invalid.
     *
     * @param images images that the container file refers to
     * @param credentials whether credentials are used to pull one of them
     */
    static Optional<ImageReference> of(BuildSpec spec, Collection<ImageReference> images, boolean credentials) {
        String repository = spec.cacheRepository();
        if (repository == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(ImageReference.parse(
                    ImageReference.parse(repository).name() + ":" + TAG + key(spec, images, credentials)));
        } catch (IllegalArgumentException otherKind) {
            return Optional.empty();
        }
    }

    private static String key(BuildSpec spec, Collection<ImageReference> images, boolean credentials) {
        String bases = images.stream()
                .map(ImageReference::name)
                .collect(Collectors.toCollection(TreeSet::new))
                .toString();
        String text = String.join(
                "\n", credentials ? spec.tenant() : "", spec.platform().toString(), bases);
        String scope = spec.work().accessScope();
        if (scope != null) {
            text += "\n" + scope;
        }
        return Digest.of(text.getBytes(StandardCharsets.UTF_8)).hex().substring(0, LENGTH);
    }

    /**
     * Arguments of the client that read and write the cache.
     *
     * @param location location of the cache image, without tag
     */
    static List<String> arguments(ImageReference cache, String location) {
        List<String> arguments = new ArrayList<>(readingArguments(cache, location));
        arguments.addAll(writingArguments(cache, location));
        return List.copyOf(arguments);
    }

    /** Arguments of the client that only read the cache. */
    static List<String> readingArguments(ImageReference cache, String location) {
        return List.of("--import-cache", "type=registry," + reference(cache, location));
    }

    /** Arguments of the client that only write the cache. A cache that cannot be written does not fail a build. */
    static List<String> writingArguments(ImageReference cache, String location) {
        return List.of(
                "--export-cache",
                "type=registry,%s,mode=max,oci-mediatypes=true,image-manifest=true,ignore-error=true"
                        .formatted(reference(cache, location)));
    }

    private static String reference(ImageReference cache, String location) {
        return "ref=" + location + cache.toString().substring(cache.name().length());
    }
}
