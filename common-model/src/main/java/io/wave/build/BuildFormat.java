package io.wave.build;

/** Image formats that can be built. */
public enum BuildFormat {
    DOCKER,
    SINGULARITY
}
