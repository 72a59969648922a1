package io.wave.api.containerfile.naming;

/** How an image built from packages is named; the constants are the values in JSON. */
public enum NameStrategy {
    none,
    tagPrefix,
    imageSuffix
}
