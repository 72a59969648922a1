package io.wave.limit;

/** What is limited. */
public enum Limit {
    /** Builds that begin. */
    BUILD,
    /** Container requests, and manifests by digest. */
    PULL,
    /** Calls of any kind, by address alone. */
    REQUEST
}
