package io.wave.registry.push;

/** How a blob came into a repository. */
public enum BlobPush {
    /** It was there. */
    PRESENT,
    /** The registry took it from another of its repositories, without a byte being sent. */
    MOUNTED,
    /** Its bytes were sent. */
    SENT
}
