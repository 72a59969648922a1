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

/**
 * Memory for documents of registries while they are read and worked on: one budget for all callers of this process.
 *
 * <ol>
 *   <li>It is taken as bytes arrive, never for what a registry only announces.
 *   <li>Whoever finds too little left waits a few seconds at most, in turn, and only so many wait.
 *   <li>While somebody waits, one piece of work is given up: of those that have held memory for more than a few seconds, the
 *       one that holds most. Registries that send their documents drop by drop take nothing from others.
 *   <li>One piece of work has a limit of its own, and a deadline.
 * </ol>
 */
public final class DocumentMemory {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(8);
    private static final Duration UNDISTURBED = Duration.ofSeconds(3);
    private static final Duration LONGEST_WORK = Duration.ofMinutes(2);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    private static final int MOST_WAITING = 256;

    private final long capacity;
    /** Those that hold memory, in the order in which they got their first. */
    private final SequencedSet<DocumentShare> shares = new LinkedHashSet<>();

    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private long used;

    public DocumentMemory(long capacity) {
        this.capacity = capacity;
    }

    /** The work, all of whose documents are counted until it ends. Within other such work it is a part of that. */
    public <T> Mono<T> holding(Mono<T> work) {
        return Mono.deferContextual(context -> context.hasKey(DocumentShare.class)
                ? context.get(DocumentShare.class).within(work)
                : Mono.using(() -> new DocumentShare(this), share -> share.holding(work), this::close)
                        .timeout(LONGEST_WORK, Mono.error(DocumentMemory::late)));
    }

    static RegistryException busy() {
        return new RegistryException(
                RegistryFailure.BUSY,
                OciErrorCode.UNAVAILABLE,
                0,
                "too many documents of registries are being read at the moment",
                RETRY_AFTER,
                null);
    }

    private static RegistryException late() {
        return new RegistryException(
                RegistryFailure.TIMEOUT,
                OciErrorCode.UNAVAILABLE,
                0,
                "the documents of the image could not be read within %d s".formatted(LONGEST_WORK.toSeconds()),
                RETRY_AFTER,
                null);
    }

    private void close(DocumentShare share) {
        synchronized (this) {
            shares.remove(share);
            used -= share.close();
        }
        serve();
    }

    /** Completes when the share has so much more. */
    Mono<Void> take(DocumentShare share, long bytes) {
        synchronized (this) {
            if (waiting.isEmpty() && grant(share, bytes)) {
                return Mono.empty();
            }
            if (waiting.size() >= MOST_WAITING) {
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
                .doFirst(this::giveUpTheLargest)
                .timeout(UNDISTURBED, Mono.defer(() -> lastly(waiter)))
                .doFinally(_ -> leave(waiter));
    }

    private Mono<Void> lastly(Waiting waiter) {
        giveUpTheLargest();
        return waiter.granted.asMono().timeout(LONGEST_WAIT.minus(UNDISTURBED), Mono.error(DocumentMemory::busy));
    }

    private void leave(Waiting waiter) {
        synchronized (this) {
            waiting.remove(waiter);
        }
        serve();
    }

    /** Gives to those who wait, in turn. They go on after the lock is left. */
    private void serve() {
        for (Waiting next = nextServed(); next != null; next = nextServed()) {
            var _ = next.granted.tryEmitEmpty();
        }
    }

    private synchronized @Nullable Waiting nextServed() {
        Waiting first = waiting.peek();
        return first != null && grant(first.share, first.bytes) ? waiting.poll() : null;
    }

    private boolean grant(DocumentShare share, long bytes) {
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

    private void giveUpTheLargest() {
        largest().ifPresent(DocumentShare::giveUp);
    }

    /** The oldest of those that hold as much. */
    private synchronized Optional<DocumentShare> largest() {
        return shares.stream()
                .filter(share -> share.holdsLongerThan(UNDISTURBED))
                .max(Comparator.comparingLong(DocumentShare::held));
    }

    /** Bytes that are counted now. */
    synchronized long used() {
        return used;
    }

    private static final class Waiting {

        private final DocumentShare share;
        private final long bytes;
        private final Sinks.Empty<Void> granted = Sinks.empty();

        Waiting(DocumentShare share, long bytes) {
            this.share = share;
            this.bytes = bytes;
        }
    }
}
