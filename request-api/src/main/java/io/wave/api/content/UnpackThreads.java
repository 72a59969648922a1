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
 * The few threads that unpack what clients send: however many requests come with content, the processors are not theirs
 * alone. Requests wait for a thread in a queue that is bounded, and for a bounded time.
 */
@Component
class UnpackThreads implements DisposableBean {

    private static final int WAITING_PER_THREAD = 32;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final ThreadPoolExecutor threads;
    private final Duration patience;

    UnpackThreads(ContentProperties properties) {
        int count = properties.unpackThreads();
        this.patience = properties.unpackTimeout();
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
     * Does the work on one of the threads and waits for its end.
     *
     * @throws ApiException that of the work, or 503 if there is no thread in time
     */
    void run(Runnable work) {
        Future<?> running = submitted(work);
        try {
            running.get(patience.toMillis(), TimeUnit.MILLISECONDS);
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
                "Too many layers and build contexts are being checked at the moment, please try again",
                RETRY_AFTER,
                null);
    }

    @Override
    public void destroy() {
        threads.shutdownNow();
    }
}
