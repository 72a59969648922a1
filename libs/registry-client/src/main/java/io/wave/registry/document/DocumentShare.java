package io.wave.registry.document;

import io.wave.registry.error.DocumentLimitException;
import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** What one piece of work holds of the {@link DocumentMemory}. */
final class DocumentShare {

    /** For all documents of one piece of work: as they came, and as they are written again. */
    private static final long MOST_BYTES = 16 << 20;

    private static final long COPIES = 2;
    /** What a token costs as a node of a tree. */
    private static final long TOKEN_BYTES = 90;
    /** Trees that are held at the same time while an index is worked on. */
    private static final long TREES = 4;

    private final DocumentMemory memory;
    private final Sinks.Empty<Void> givenUp = Sinks.empty();
    private long read;
    private long largestTree;
    private long granted;
    /** Of the first bytes. */
    private long heldSince;

    private boolean closed;

    DocumentShare(DocumentMemory memory) {
        this.memory = memory;
    }

    <T> Mono<T> holding(Mono<T> work) {
        return work.takeUntilOther(givenUp.asMono()).contextWrite(context -> context.put(DocumentShare.class, this));
    }

    /** A part of this work: it ends when the work is given up. */
    <T> Mono<T> within(Mono<T> part) {
        return part.takeUntilOther(givenUp.asMono());
    }

    /** Completes when these bytes of a document may be kept. */
    Mono<Void> addBytes(int bytes) {
        long cost = COPIES * bytes;
        synchronized (this) {
            read += cost;
            if (read > MOST_BYTES) {
                return Mono.error(() -> new DocumentLimitException(
                        "documents of more than %d MiB for one image".formatted((MOST_BYTES / COPIES) >> 20), null));
            }
        }
        return memory.take(this, cost);
    }

    /** Completes when a document of so many tokens may be made a tree. */
    Mono<Void> addTree(long tokens) {
        long more;
        synchronized (this) {
            long tree = tokens * TOKEN_BYTES;
            more = Math.max(0, tree - largestTree) * TREES;
            largestTree = Math.max(tree, largestTree);
        }
        return more == 0 ? Mono.empty() : memory.take(this, more);
    }

    /** Ends the work with an error. */
    void giveUp() {
        var _ = givenUp.tryEmitError(DocumentMemory.busy());
    }

    synchronized boolean holdsLongerThan(Duration time) {
        return granted > 0 && System.nanoTime() - heldSince > time.toNanos();
    }

    /** Bytes that it holds now. */
    synchronized long held() {
        return granted;
    }

    synchronized void granted(long bytes) {
        if (granted == 0) {
            heldSince = System.nanoTime();
        }
        granted += bytes;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** What is given back. */
    synchronized long close() {
        closed = true;
        return granted;
    }
}
