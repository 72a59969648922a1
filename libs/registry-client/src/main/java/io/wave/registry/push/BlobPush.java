package io.wave.registry.push;

/** How a blob got into a repository. */
public enum BlobPush {
    /** It was already present. */
    PRESENT,
    /** The registry mounted it from another of its repositories. */
    MOUNTED,
    /** Its content was uploaded. */
    SENT
}
