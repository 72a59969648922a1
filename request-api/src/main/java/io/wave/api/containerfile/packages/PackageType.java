package io.wave.api.containerfile.packages;

/** Package managers; the constants are the values in JSON. */
public enum PackageType {
    CONDA,
    CRAN
}
