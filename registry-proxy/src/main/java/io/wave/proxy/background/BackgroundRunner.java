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

/** Starts all background work with the application and cancels it at its end. */
@Component
final class BackgroundRunner implements SmartLifecycle {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final List<BackgroundWork> works;
    private Disposable running = Disposables.disposed();

    BackgroundRunner(List<BackgroundWork> works) {
        this.works = List.copyOf(works);
    }

    @Override
    public void start() {
        running = Disposables.composite(
                works.stream().map(work -> endless(work).subscribe()).toList());
    }

    private static Flux<Void> endless(BackgroundWork work) {
        return Flux.defer(() -> begun(work))
                .subscribeOn(Schedulers.boundedElastic())
                .retryWhen(Retry.backoff(Long.MAX_VALUE, FIRST_PAUSE)
                        .maxBackoff(LONGEST_PAUSE)
                        .transientErrors(true)
                        .doBeforeRetry(
                                retry -> Background.failed(work.getClass().getSimpleName(), retry.failure())));
    }

    /** Reactor tells nobody of an {@code Error} that is thrown, only of one that is told. */
    private static Flux<Void> begun(BackgroundWork work) {
        try {
            return work.work();
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
