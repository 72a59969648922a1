package io.wave.proxy.token;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Lets so much work be done at a time. More waits in line, up to a bound. */
final class Turns {

    private final int mostAtOnce;
    private final int mostWaiting;
    private final Queue<CompletableFuture<Boolean>> line = new ArrayDeque<>();
    private int atWork;

    Turns(int mostAtOnce, int mostWaiting) {
        this.mostAtOnce = mostAtOnce;
        this.mostWaiting = mostWaiting;
    }

    /**
     * Does the work in its turn.
     *
     * @param full the error where the line is too long already
     */
    <T> Mono<T> take(Mono<T> work, Supplier<? extends Throwable> full) {
        return Mono.usingWhen(
                Mono.defer(() -> enter().switchIfEmpty(Mono.error(full))),
                _ -> work,
                _ -> Mono.fromRunnable(this::leave));
    }

    private synchronized Mono<Boolean> enter() {
        if (atWork < mostAtOnce) {
            atWork++;
            return Mono.just(true);
        }
        if (line.size() >= mostWaiting) {
            return Mono.empty();
        }
        CompletableFuture<Boolean> turn = new CompletableFuture<>();
        line.add(turn);
        // Not ended by who waits for it: its turn comes, and is passed on.
        return Mono.fromFuture(turn, true);
    }

    private void leave() {
        CompletableFuture<Boolean> next = next();
        if (next != null) {
            next.complete(true);
        }
    }

    private synchronized @Nullable CompletableFuture<Boolean> next() {
        CompletableFuture<Boolean> next = line.poll();
        if (next == null) {
            atWork--;
        }
        return next;
    }
}
