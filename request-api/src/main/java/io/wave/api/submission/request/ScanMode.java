package io.wave.api.submission.request;

/** When an image is scanned; the constants are the values in JSON. */
public enum ScanMode {
    none,
    async,
    required
}
