package io.wave.proxy.background;

import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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

    private static final Logger log = LoggerFactory.getLogger(BackgroundRunner.class);
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
        return Flux.defer(work::work)
                .subscribeOn(Schedulers.boundedElastic())
                .retryWhen(Retry.backoff(Long.MAX_VALUE, FIRST_PAUSE)
                        .maxBackoff(LONGEST_PAUSE)
                        .transientErrors(true)
                        .doBeforeRetry(retry -> log.atWarn()
                                .addKeyValue("work", work.getClass().getSimpleName())
                                .addKeyValue("cause", retry.failure().toString())
                                .log("Background work failed and is begun again")));
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
