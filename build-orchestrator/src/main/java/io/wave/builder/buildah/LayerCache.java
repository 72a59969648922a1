package io.wave.builder.buildah;

import io.wave.build.BuildSpec;
import io.wave.builder.containerfile.MountRules;
import io.wave.image.ImageReference;
import io.wave.image.Platform;
import java.util.Optional;

/**
 * Which builds share cached layers. buildah knows a cached layer by the layers below it and by the text of its step. What
 * it does not know must not differ: the platform, and what a step mounts.
 */
final class LayerCache {

    private LayerCache() {}

    /**
     * The repository of layers for a build, without tag; empty where none is to be used. A cache is a help only: where its
     * name is none that buildah knows, the build does without.
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
