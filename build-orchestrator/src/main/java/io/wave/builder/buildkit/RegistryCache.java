package io.wave.builder.buildkit;

import io.wave.build.BuildSpec;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The layer cache of a build in a registry. Builds share a cache if they have the same tenant, platform and base images, since
 * each build replaces the content of its cache.
 */
final class RegistryCache {

    private static final String TAG = "buildkit-";
    private static final int LENGTH = 32;

    private RegistryCache() {}

    /** The image of the cache; empty if none is requested, or its name is invalid. */
    static Optional<ImageReference> of(BuildSpec spec, Collection<ImageReference> images) {
        String repository = spec.cacheRepository();
        if (repository == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    ImageReference.parse(ImageReference.parse(repository).name() + ":" + TAG + key(spec, images)));
        } catch (IllegalArgumentException otherKind) {
            return Optional.empty();
        }
    }

    private static String key(BuildSpec spec, Collection<ImageReference> images) {
        String bases = images.stream()
                .map(ImageReference::name)
                .collect(Collectors.toCollection(TreeSet::new))
                .toString();
        String text = String.join("\n", spec.tenant(), spec.platform().toString(), bases);
        return Digest.of(text.getBytes(StandardCharsets.UTF_8)).hex().substring(0, LENGTH);
    }

    /**
     * The cache arguments of the client. A cache that cannot be read or written does not fail a build.
     *
     * @param location location of the cache image, without tag
     */
    static List<String> arguments(ImageReference cache, String location) {
        String reference =
                "ref=" + location + cache.toString().substring(cache.name().length());
        return List.of(
                "--import-cache",
                "type=registry," + reference,
                "--export-cache",
                "type=registry,%s,mode=max,oci-mediatypes=true,image-manifest=true,ignore-error=true"
                        .formatted(reference));
    }
}
