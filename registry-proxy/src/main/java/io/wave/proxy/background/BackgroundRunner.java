package io.wave.proxy.background;

import io.wave.background.Background;
import java.time.Duration;
import java.util.List;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/** Starts all background tasks with the application and cancels them when it stops. */
@Component
final class BackgroundRunner implements SmartLifecycle {

    private static final Duration MIN_BACKOFF = Duration.ofMillis(200);
    private static final Duration MAX_BACKOFF = Duration.ofSeconds(5);

    private final List<BackgroundTask> tasks;
    private Disposable running = Disposables.disposed();

    BackgroundRunner(List<BackgroundTask> tasks) {
        this.tasks = List.copyOf(tasks);
    }

    @Override
    public void start() {
        running = Disposables.composite(
                tasks.stream().map(task -> endless(task).subscribe()).toList());
    }

    private static Flux<Void> endless(BackgroundTask task) {
        return Flux.defer(() -> run(task))
                .subscribeOn(Schedulers.boundedElastic())
                .retryWhen(Retry.backoff(Long.MAX_VALUE, MIN_BACKOFF)
                        .maxBackoff(MAX_BACKOFF)
                        .transientErrors(true)
                        .doBeforeRetry(
                                retry -> Background.failed(task.getClass().getSimpleName(), retry.failure())));
    }

    /** Reactor does not pass a thrown {@code Error} to its subscribers, only a signalled one. */
    private static Flux<Void> run(BackgroundTask task) {
        try {
            return task.run();
        } catch (Error failure) {
            return Flux.error(new IllegalStateException(failure));
        }
    }

    @Override
    public void stop() {
        running.dispose();
    }

    @Override
    public boolean isRunning() {
        return !running.isDisposed();
    }
}
