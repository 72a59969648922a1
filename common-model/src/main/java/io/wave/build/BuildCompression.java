package io.wave.build;

import com.fasterxml.jackson.annotation.JsonIgnore;
import org.jspecify.annotations.Nullable;

/**
 * How the layers of a built image are compressed.
 *
 * @param mode the algorithm
 * @param level how hard it tries
 * @param force whether layers of the base image are compressed anew
 */
public record BuildCompression(
        @Nullable Mode mode,
        @Nullable Integer level,
        @Nullable Boolean force) {

    /** Whether this is what is done without being asked. */
    @JsonIgnore
    public boolean isUsual() {
        return (mode == null || mode == Mode.gzip) && level == null && !Boolean.TRUE.equals(force);
    }

    /** The constants are the words of the wire. */
    public enum Mode {
        gzip,
        estargz,
        zstd
    }
}
