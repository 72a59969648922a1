package io.wave.api.usage;

/** What is counted. */
enum UsageKind {
    BUILDS,
    PULLS,
    /** Pulls of images with Fusion, which also count as pulls. */
    FUSION,
    MIRRORS,
    SCANS
}
