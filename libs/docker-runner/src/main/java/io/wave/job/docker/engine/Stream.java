package io.wave.job.docker.engine;

import com.github.dockerjava.api.async.ResultCallback;
import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A response whose parts the engine sends one after the other. */
final class Stream<T> implements ResultCallback<T> {

    private final Consumer<T> parts;
    private final CompletableFuture<@Nullable Void> end = new CompletableFuture<>();
    private volatile @Nullable Closeable response;

    Stream(Consumer<T> parts) {
        this.parts = parts;
    }

    @Override
    public void onStart(Closeable opened) {
        response = opened;
    }

    @Override
    public void onNext(T part) {
        parts.accept(part);
    }

    @Override
    public void onError(Throwable failure) {
        end.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        end.complete(null);
    }

    /**
     * Waits for the end.
     *
     * @throws IOException if the response broke off
     * @throws RuntimeException if the engine has sent an error instead
     */
    void await() throws InterruptedException, IOException {
        try {
            end.get();
        } catch (ExecutionException failure) {
            switch (failure.getCause()) {
                case IOException broken -> throw broken;
                case RuntimeException error -> throw error;
                case null, default -> throw new IllegalStateException(failure);
            }
        }
    }

    @Override
    public void close() throws IOException {
        end.complete(null);
        Closeable opened = response;
        if (opened != null) {
            opened.close();
        }
    }
}
