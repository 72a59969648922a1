package io.wave.build;

import com.fasterxml.jackson.annotation.JsonIgnore;
import org.jspecify.annotations.Nullable;

/**
 * Layer compression of a built image.
 *
 * @param mode the algorithm
 * @param level the compression level
 * @param force whether layers of the base image are compressed again
 */
public record BuildCompression(
        @Nullable Mode mode,
        @Nullable Integer level,
        @Nullable Boolean force) {

    /** Whether this is the default compression. */
    @JsonIgnore
    public boolean isUsual() {
        return (mode == null || mode == Mode.gzip) && level == null && !Boolean.TRUE.equals(force);
    }

    /** The constants are the values in JSON. */
    public enum Mode {
        gzip,
        estargz,
        zstd
    }
}
