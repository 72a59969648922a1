package io.wave.standalone;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;

/** Starts servers or services in parallel: all of them, or none. */
final class ParallelStart {

    private final Progress progress;
    private final List<CompletableFuture<? extends AutoCloseable>> starts = new ArrayList<>();

    ParallelStart(Progress progress) {
        this.progress = progress;
    }

    <T extends AutoCloseable> CompletableFuture<T> start(String name, Supplier<T> action) {
        return start(name, action, _ -> "");
    }

    /** @param address added to the line on the console */
    <T extends AutoCloseable> CompletableFuture<T> start(String name, Supplier<T> action, Function<T, String> address) {
        CompletableFuture<T> started = CompletableFuture.supplyAsync(
                () -> {
                    T result = action.get();
                    progress.say(name + " is up" + address.apply(result));
                    return result;
                },
                task -> Thread.ofPlatform().name(name).start(task));
        starts.add(started);
        return started;
    }

    /**
     * Waits for all of them.
     *
     * @throws RuntimeException the exception of the first that failed, after the others were closed
     */
    void await() {
        Optional<RuntimeException> failure = starts.stream()
                .map(ParallelStart::failure)
                .flatMap(Optional::stream)
                .findFirst();
        if (failure.isPresent()) {
            starts.stream().filter(start -> failure(start).isEmpty()).forEach(start -> Closing.quietly(start.join()));
            throw failure.get();
        }
    }

    private static Optional<RuntimeException> failure(CompletableFuture<?> start) {
        try {
            start.join();
            return Optional.empty();
        } catch (CompletionException failed) {
            return Optional.of(failed.getCause() instanceof RuntimeException cause ? cause : failed);
        }
    }
}
