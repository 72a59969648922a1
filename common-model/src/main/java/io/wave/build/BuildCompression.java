package io.wave.build;

import com.fasterxml.jackson.annotation.JsonIgnore;
import org.jspecify.annotations.Nullable;

/**
 * Layer compression of a built image.
 *
 * @param mode the algorithm
 * @param level the compression level
 * @param force whether layers of the base image are compressed again; null for the default of the mode
 */
public record BuildCompression(
        @Nullable Mode mode,
        @Nullable Integer level,
        @Nullable Boolean force) {

    /** Whether this is the default compression. */
    @JsonIgnore
    public boolean isUsual() {
        return (mode == null || mode == Mode.gzip) && level == null && !appliesToBase();
    }

    /** Whether all layers get this compression, those of the base image too: for estargz by default. */
    @JsonIgnore
    public boolean appliesToBase() {
        return force == null ? mode == Mode.estargz : force;
    }

    /** The constants are the values in JSON. */
    public enum Mode {
        gzip,
        estargz,
        zstd
    }
}
