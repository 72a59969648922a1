package io.wave.build;

/** What kind of image a build makes. */
public enum BuildFormat {
    DOCKER,
    SINGULARITY
}
