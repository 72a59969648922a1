package io.wave.api.content;

import io.wave.api.web.problem.ApiException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * A small thread pool that unpacks content of clients, so that it cannot use all processors. Requests wait in a bounded
 * queue, for a bounded time.
 */
@Component
class UnpackExecutor implements DisposableBean {

    private static final int WAITING_PER_THREAD = 32;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final ThreadPoolExecutor threads;
    private final Duration timeout;

    UnpackExecutor(ContentProperties properties) {
        int count = properties.unpackThreads();
        this.timeout = properties.unpackTimeout();
        this.threads = new ThreadPoolExecutor(
                count,
                count,
                30,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(count * WAITING_PER_THREAD),
                Thread.ofPlatform().daemon().name("unpack-", 0).factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Runs the work on one of the threads and waits for its end.
     *
     * @throws ApiException that of the work, or 503 if no thread is free in time
     */
    void run(Runnable work) {
        Future<?> running = submitted(work);
        try {
            running.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | CancellationException late) {
            throw busy();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw busy();
        } catch (ExecutionException failed) {
            rethrow(failed);
        } finally {
            running.cancel(true);
        }
    }

    private Future<?> submitted(Runnable work) {
        try {
            return threads.submit(work);
        } catch (RejectedExecutionException full) {
            throw busy();
        }
    }

    private static void rethrow(ExecutionException failed) {
        switch (failed.getCause()) {
            case RuntimeException known -> throw known;
            case Error grave -> throw grave;
            case null, default -> throw new IllegalStateException(failed);
        }
    }

    private static ApiException busy() {
        return ApiException.unavailable(
                "Too many layers and build contexts are being checked, try again", RETRY_AFTER, null);
    }

    @Override
    public void destroy() {
        threads.shutdownNow();
    }
}
