package io.wave.api.container;

/** When an image is scanned; the constants are the words of the wire. */
enum ScanMode {
    none,
    async,
    required
}
