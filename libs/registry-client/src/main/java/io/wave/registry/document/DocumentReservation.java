package io.wave.registry.document;

import io.wave.registry.error.DocumentLimitException;
import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** The part of the {@link DocumentMemory} that one operation has reserved. */
final class DocumentReservation {

    /** Limit for all documents of one operation, as they are read and as they are rewritten. */
    private static final long MAX_BYTES = 16 << 20;

    private static final long COPIES = 2;
    /** Memory of a JSON token as a tree node. */
    private static final long TOKEN_BYTES = 90;
    /** Trees that exist at the same time while an index is processed. */
    private static final long TREES = 4;

    private final DocumentMemory memory;
    private final Sinks.Empty<Void> cancelled = Sinks.empty();
    private long bytesRead;
    private long largestTree;
    private long granted;
    /** Time of the first reservation. */
    private long reservedSince;

    private boolean closed;

    DocumentReservation(DocumentMemory memory) {
        this.memory = memory;
    }

    <T> Mono<T> run(Mono<T> operation) {
        return operation
                .takeUntilOther(cancelled.asMono())
                .contextWrite(context -> context.put(DocumentReservation.class, this));
    }

    /** A part of this operation, which is cancelled with it. */
    <T> Mono<T> runPart(Mono<T> part) {
        return part.takeUntilOther(cancelled.asMono());
    }

    /** Completes when memory for these bytes is reserved. */
    Mono<Void> addBytes(int bytes) {
        long cost = COPIES * bytes;
        synchronized (this) {
            bytesRead += cost;
            if (bytesRead > MAX_BYTES) {
                return Mono.error(() -> new DocumentLimitException(
                        "more than %d MiB of manifests and configurations for one image"
                                .formatted((MAX_BYTES / COPIES) >> 20),
                        null));
            }
        }
        return memory.reserve(this, cost);
    }

    /** Completes when memory for a tree of this many tokens is reserved. */
    Mono<Void> addTree(long tokens) {
        long more;
        synchronized (this) {
            long tree = tokens * TOKEN_BYTES;
            more = Math.max(0, tree - largestTree) * TREES;
            largestTree = Math.max(tree, largestTree);
        }
        return more == 0 ? Mono.empty() : memory.reserve(this, more);
    }

    /** Cancels the operation with an error. */
    void cancel() {
        var _ = cancelled.tryEmitError(DocumentMemory.busy());
    }

    synchronized boolean isOlderThan(Duration time) {
        return granted > 0 && System.nanoTime() - reservedSince > time.toNanos();
    }

    /** Bytes that are reserved now. */
    synchronized long reserved() {
        return granted;
    }

    synchronized void granted(long bytes) {
        if (granted == 0) {
            reservedSince = System.nanoTime();
        }
        granted += bytes;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Ends the reservation and returns its size. */
    synchronized long close() {
        closed = true;
        return granted;
    }
}
