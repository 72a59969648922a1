package io.wave.api.submission.request;

/** When an image is scanned; the constants are the words of the wire. */
public enum ScanMode {
    none,
    async,
    required
}
