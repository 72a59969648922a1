package io.wave.registry.document;

import io.wave.oci.OciErrorCode;
import io.wave.registry.error.RegistryException;
import io.wave.registry.error.RegistryFailure;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import tools.jackson.databind.json.JsonMapper;

/**
 * Limits the memory for documents of registries while they are read and processed, for all callers in this process.
 *
 * <ol>
 *   <li>Memory is reserved as bytes arrive, not for the length that a registry announces.
 *   <li>If too little is available, operations wait in order for a few seconds at most; their number is limited.
 *   <li>While operations wait, the largest one that has held memory for more than a few seconds is cancelled, so that slow
 *       registries cannot block others.
 *   <li>Each operation has its own limit and a deadline.
 * </ol>
 */
public final class DocumentMemory {

    private static final Duration MAX_WAIT = Duration.ofSeconds(8);
    private static final Duration GRACE_PERIOD = Duration.ofSeconds(3);
    private static final Duration MAX_DURATION = Duration.ofMinutes(2);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    private static final int MAX_WAITING = 256;

    private final long capacity;
    /** In the order of their first reservation. */
    private final SequencedSet<DocumentReservation> shares = new LinkedHashSet<>();

    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private long used;

    public DocumentMemory(long capacity) {
        this.capacity = capacity;
    }

    /** The operation, whose documents are counted until it ends. A nested operation is part of the outer one. */
    public <T> Mono<T> limit(Mono<T> operation) {
        return Mono.deferContextual(context -> context.hasKey(DocumentReservation.class)
                ? context.get(DocumentReservation.class).runPart(operation)
                : Mono.using(() -> new DocumentReservation(this), share -> share.run(operation), this::close)
                        .timeout(MAX_DURATION, Mono.error(DocumentMemory::timedOut)));
    }

    /** The operation, whose documents are not counted for the one that it is a part of, since others may use them too. */
    public static <T> Mono<T> apart(Mono<T> operation) {
        return operation.contextWrite(context -> context.delete(DocumentReservation.class));
    }

    /** Counts a document for the operation that this is a part of, if it is one, as if it had been read for it. */
    public static Mono<Void> count(byte[] document, JsonMapper json) {
        return Mono.deferContextual(context -> context.<DocumentReservation>getOrEmpty(DocumentReservation.class)
                .map(share -> share.addBytes(document.length)
                        .then(Mono.defer(() -> share.addTree(DocumentJson.tokens(json, document)))))
                .orElse(Mono.empty()));
    }

    static RegistryException busy() {
        return new RegistryException(
                RegistryFailure.BUSY,
                OciErrorCode.UNAVAILABLE,
                0,
                "too many manifests and configurations in memory, try again later",
                RETRY_AFTER,
                null);
    }

    private static RegistryException timedOut() {
        return new RegistryException(
                RegistryFailure.TIMEOUT,
                OciErrorCode.UNAVAILABLE,
                0,
                "reading the manifests and configurations of the image took longer than %d s"
                        .formatted(MAX_DURATION.toSeconds()),
                RETRY_AFTER,
                null);
    }

    private void close(DocumentReservation share) {
        synchronized (this) {
            shares.remove(share);
            used -= share.close();
        }
        serve();
    }

    /** Completes when the memory is reserved. */
    Mono<Void> reserve(DocumentReservation share, long bytes) {
        synchronized (this) {
            if (waiting.isEmpty() && grant(share, bytes)) {
                return Mono.empty();
            }
            if (waiting.size() >= MAX_WAITING) {
                return Mono.error(DocumentMemory::busy);
            }
        }
        return Mono.defer(() -> await(new Waiting(share, bytes)));
    }

    private Mono<Void> await(Waiting waiter) {
        synchronized (this) {
            waiting.add(waiter);
        }
        serve();
        return waiter.granted
                .asMono()
                .doFirst(this::cancelLargest)
                .timeout(GRACE_PERIOD, Mono.defer(() -> awaitCancelled(waiter)))
                .doFinally(_ -> stopWaiting(waiter));
    }

    private Mono<Void> awaitCancelled(Waiting waiter) {
        cancelLargest();
        return waiter.granted.asMono().timeout(MAX_WAIT.minus(GRACE_PERIOD), Mono.error(DocumentMemory::busy));
    }

    private void stopWaiting(Waiting waiter) {
        synchronized (this) {
            waiting.remove(waiter);
        }
        serve();
    }

    /** Serves waiting operations in order; they continue outside the lock. */
    private void serve() {
        for (Waiting next = nextServed(); next != null; next = nextServed()) {
            var _ = next.granted.tryEmitEmpty();
        }
    }

    private synchronized @Nullable Waiting nextServed() {
        Waiting first = waiting.peek();
        return first != null && grant(first.share, first.bytes) ? waiting.poll() : null;
    }

    private boolean grant(DocumentReservation share, long bytes) {
        if (share.isClosed()) {
            return true;
        }
        if (used + bytes > capacity) {
            return false;
        }
        used += bytes;
        shares.add(share);
        share.granted(bytes);
        return true;
    }

    private void cancelLargest() {
        largest().ifPresent(DocumentReservation::cancel);
    }

    /** The largest, and of equal ones the oldest. */
    private synchronized Optional<DocumentReservation> largest() {
        return shares.stream()
                .filter(share -> share.isOlderThan(GRACE_PERIOD))
                .max(Comparator.comparingLong(DocumentReservation::reserved));
    }

    /** Bytes that are reserved now. */
    synchronized long used() {
        return used;
    }

    private static final class Waiting {

        private final DocumentReservation share;
        private final long bytes;
        private final Sinks.Empty<Void> granted = Sinks.empty();

        Waiting(DocumentReservation share, long bytes) {
            this.share = share;
            this.bytes = bytes;
        }
    }
}
