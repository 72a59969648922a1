package io.wave.builder.assembly;

import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Waits for registries on the thread of a job, which is interrupted when the job is to stop: then the call is given up. */
public final class Waiting {

    private Waiting() {}

    /** The result, or what the call failed with. */
    public static <T> T forResult(Mono<T> call) throws InterruptedException {
        CompletableFuture<@Nullable T> future = call.toFuture();
        try {
            @Nullable T result = future.get();
            if (result == null) {
                throw new NoSuchElementException("a registry call without a result");
            }
            return result;
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw new IllegalStateException(failure.getCause());
        } finally {
            future.cancel(true);
        }
    }
}
