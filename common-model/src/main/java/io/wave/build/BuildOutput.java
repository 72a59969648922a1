package io.wave.build;

import static java.util.Objects.requireNonNull;

import io.wave.image.Platform;
import org.jspecify.annotations.Nullable;

/**
 * What comes of a build.
 *
 * @param platform what to build for
 * @param format what kind of image it is, null for Docker
 * @param compression how layers are compressed, null for gzip at its usual level
 * @param cacheRepository repository of layer caches, as typed, or null
 */
public record BuildOutput(
        Platform platform,
        @Nullable BuildFormat format,
        @Nullable BuildCompression compression,
        @Nullable String cacheRepository) {

    public BuildOutput {
        requireNonNull(platform, "platform is missing");
    }

    /** A Docker image with layers that are compressed as usual. */
    public static BuildOutput of(Platform platform) {
        return new BuildOutput(platform, null, null, null);
    }

    /** The same for another platform. */
    public BuildOutput on(Platform other) {
        return new BuildOutput(other, format, compression, cacheRepository);
    }

    /** The same with another repository of layer caches. */
    public BuildOutput withCache(@Nullable String repository) {
        return new BuildOutput(platform, format, compression, repository);
    }
}
