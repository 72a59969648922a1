package io.wave.worker.registry;

import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Waits for calls of registries on the thread of a job; if the thread is interrupted to stop the job, the call is
 * cancelled.
 */
public final class RegistryCalls {

    private RegistryCalls() {}

    /** The result of the call; throws the exception that it failed with. */
    public static <T> T await(Mono<T> call) throws InterruptedException {
        CompletableFuture<@Nullable T> future = call.toFuture();
        try {
            @Nullable T result = future.get();
            if (result == null) {
                throw new NoSuchElementException("registry call without a result");
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
