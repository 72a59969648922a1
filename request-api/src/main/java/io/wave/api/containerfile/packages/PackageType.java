package io.wave.api.containerfile.packages;

/** Where packages come from; the constants are the words of the wire. */
public enum PackageType {
    CONDA,
    CRAN
}
