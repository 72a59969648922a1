package io.wave.trials;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Calls that begin at the same time. */
final class Simultaneous {

    private static final Duration TIMEOUT = Duration.ofMinutes(4);

    private Simultaneous() {}

    /** Calls each subject several times, all at once, and returns the results. */
    static <S, R> List<R> calls(List<S> subjects, int times, Function<S, R> call) {
        CyclicBarrier start = new CyclicBarrier(subjects.size() * times);
        List<CompletableFuture<R>> results = new ArrayList<>();
        IntStream.range(0, times)
                .forEach(_ -> subjects.forEach(subject -> {
                    CompletableFuture<R> result = new CompletableFuture<>();
                    results.add(result);
                    Thread.ofVirtual().start(() -> {
                        try {
                            start.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
                            result.complete(call.apply(subject));
                        } catch (Throwable failure) { // AssertionError, too
                            result.completeExceptionally(failure);
                        }
                    });
                }));
        return results.stream()
                .map(result ->
                        result.orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS).join())
                .toList();
    }
}
