package io.wave.api.platform.call;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The results of calls that several threads wait for. */
public final class SharedCalls {

    private SharedCalls() {}

    /** Waits for a result; throws what the call has thrown. */
    public static <T> T join(CompletableFuture<T> call) {
        try {
            return call.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException known ? known : failed;
        }
    }
}
