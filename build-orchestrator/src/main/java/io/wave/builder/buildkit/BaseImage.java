package io.wave.builder.buildkit;

import io.wave.build.BuildSpec;
import io.wave.builder.containerfile.NamedImages;
import io.wave.image.ImageReference;

/** What the builds of a container file find again in the cache of a daemon. */
final class BaseImage {

    private BaseImage() {}

    /**
     * The repository of the first image that the container file names, whatever its tag, which is that of its first stage; the
     * container file itself if it names none.
     */
    static String of(BuildSpec spec, NamedImages named) {
        return named.images().stream().findFirst().map(ImageReference::name).orElseGet(spec::containerFile);
    }
}
