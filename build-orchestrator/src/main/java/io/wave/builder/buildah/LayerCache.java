package io.wave.builder.buildah;

import io.wave.build.BuildSpec;
import io.wave.builder.containerfile.MountRules;
import io.wave.image.ImageReference;
import io.wave.image.Platform;
import java.util.Optional;

/**
 * Which builds share cached layers. buildah identifies a cached layer by the layers below it and the text of its step only, so
 * builds with different platforms or with mounts must not share a cache.
 */
final class LayerCache {

    private LayerCache() {}

    /**
     * The repository of layers for a build, without tag; empty if no cache is used. The cache is optional: an
     * invalid name is ignored.
     */
    static Optional<String> of(BuildSpec spec) {
        String repository = spec.cacheRepository();
        if (repository == null
                || !spec.platform().equals(Platform.LINUX_AMD64)
                || MountRules.mountsAnything(spec.containerFile())) {
            return Optional.empty();
        }
        try {
            return Optional.of(ImageReference.parse(repository).name());
        } catch (IllegalArgumentException otherKind) {
            return Optional.empty();
        }
    }
}
