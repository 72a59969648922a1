package io.wave.limit;

/** The kinds of limits. */
public enum Limit {
    /** New builds. */
    BUILD,
    /** Container requests and manifests by digest. */
    PULL,
    /** HTTP requests of any kind, by address only. */
    REQUEST
}
