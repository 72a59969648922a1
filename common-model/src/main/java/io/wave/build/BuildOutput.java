package io.wave.build;

import static java.util.Objects.requireNonNull;

import io.wave.image.Platform;
import org.jspecify.annotations.Nullable;

/**
 * The image that a build creates.
 *
 * @param platform target platform
 * @param format image format, null for Docker
 * @param compression layer compression, null for gzip at its default level
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

    /** A copy for another platform. */
    public BuildOutput on(Platform other) {
        return new BuildOutput(other, format, compression, cacheRepository);
    }

    /** A copy with another repository of layer caches. */
    public BuildOutput withCache(@Nullable String repository) {
        return new BuildOutput(platform, format, compression, repository);
    }
}
