package io.wave.proxy.peer;

/** The replica that has a blob, or is downloading it. */
public sealed interface BlobOwner {

    /** This replica. */
    record Self() implements BlobOwner {}

    /**
     * Another replica.
     *
     * @param authority its host and port
     */
    record Peer(String authority) implements BlobOwner {}
}
