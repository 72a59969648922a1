package io.wave.api.packages;

/** Where packages come from; the constants are the words of the wire. */
public enum PackageType {
    CONDA,
    CRAN
}
