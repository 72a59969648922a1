package io.wave.api.usage;

/** What is counted. */
enum UsageKind {
    BUILDS,
    PULLS,
    /** Pulls of images that Fusion is added to; they are pulls too. */
    FUSION,
    MIRRORS,
    SCANS
}
