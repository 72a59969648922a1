package io.wave.api.containerfile.naming;

/** How the image of packages is named; the constants are the words of the wire. */
public enum NameStrategy {
    none,
    tagPrefix,
    imageSuffix
}
