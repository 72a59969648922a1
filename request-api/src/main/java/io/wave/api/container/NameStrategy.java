package io.wave.api.container;

/** How the image of packages is named; the constants are the words of the wire. */
enum NameStrategy {
    none,
    tagPrefix,
    imageSuffix
}
