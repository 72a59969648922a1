package io.wave.proxy.background;

import java.time.Duration;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A task that runs from the start of the application until it stops. */
@FunctionalInterface
public interface BackgroundTask {

    /** Time limit for one run, and for the time without any run on top of the interval. */
    Duration MAX_RUN_TIME = Duration.ofMinutes(1);

    /** Runs the task, which never completes. After an error, which is logged, it is started again with a back-off. */
    Flux<Void> run();

    /**
     * Runs the operation at fixed intervals. A run that exceeds its time limit is an error of the task; this also
     * covers a run that threw an {@code Error}, which Reactor does not signal.
     */
    static Flux<Void> every(Duration interval, Mono<Void> operation) {
        return onTrigger(Flux.interval(interval).onBackpressureDrop(), interval, operation);
    }

    /** Runs the operation for each trigger; there must be at least one trigger per interval. */
    static Flux<Void> onTrigger(Publisher<?> triggers, Duration interval, Mono<Void> operation) {
        return onTrigger(triggers, operation, interval.plus(MAX_RUN_TIME));
    }

    /** The same with an explicit limit for the time without any run. */
    static Flux<Void> onTrigger(Publisher<?> triggers, Mono<Void> operation, Duration timeout) {
        return Flux.from(triggers)
                .concatMap(_ -> operation.thenReturn(Boolean.TRUE), 1)
                .timeout(timeout)
                .thenMany(Flux.empty());
    }
}
