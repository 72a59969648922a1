package io.wave.proxy.token;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Limits the number of concurrent operations. Further ones wait in a queue of limited length. */
final class ConcurrencyLimiter {

    private final int maxConcurrent;
    private final int maxQueued;
    private final Queue<CompletableFuture<Boolean>> queue = new ArrayDeque<>();
    private int running;

    ConcurrencyLimiter(int maxConcurrent, int maxQueued) {
        this.maxConcurrent = maxConcurrent;
        this.maxQueued = maxQueued;
    }

    /**
     * Runs the operation as soon as the limit allows.
     *
     * @param queueFull creates the error for a full queue
     */
    <T> Mono<T> run(Mono<T> operation, Supplier<? extends Throwable> queueFull) {
        return Mono.usingWhen(
                Mono.defer(() -> acquire().switchIfEmpty(Mono.error(queueFull))),
                _ -> operation,
                _ -> Mono.fromRunnable(this::release));
    }

    private synchronized Mono<Boolean> acquire() {
        if (running < maxConcurrent) {
            running++;
            return Mono.just(true);
        }
        if (queue.size() >= maxQueued) {
            return Mono.empty();
        }
        CompletableFuture<Boolean> permit = new CompletableFuture<>();
        queue.add(permit);
        // Not cancelled with its caller: the permit is passed on.
        return Mono.fromFuture(permit, true);
    }

    private void release() {
        CompletableFuture<Boolean> next = next();
        if (next != null) {
            next.complete(true);
        }
    }

    private synchronized @Nullable CompletableFuture<Boolean> next() {
        CompletableFuture<Boolean> next = queue.poll();
        if (next == null) {
            running--;
        }
        return next;
    }
}
