package io.wave.proxy.background;

import java.time.Duration;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Work that goes on from the start of the application to its end. */
@FunctionalInterface
public interface BackgroundWork {

    /** How long one pass may take, and how long nothing may be heard of passes beside their interval. */
    Duration LONGEST_PASS = Duration.ofMinutes(1);

    /** The work; never ends by itself. An error of it is logged, and it is begun again after a pause. */
    Flux<Void> work();

    /**
     * Passes at intervals. One that does not end in time is an error of the work: so is one in which an {@code Error} was
     * thrown, which Reactor tells nobody of.
     */
    static Flux<Void> every(Duration interval, Mono<Void> pass) {
        return passes(Flux.interval(interval).onBackpressureDrop(), interval, pass);
    }

    /** Passes whenever one is asked for, which is at least once an interval. */
    static Flux<Void> passes(Publisher<?> asked, Duration interval, Mono<Void> pass) {
        return passes(asked, pass, interval.plus(LONGEST_PASS));
    }

    /** The same, where nothing is heard of passes for longer than this only when there are no more of them. */
    static Flux<Void> passes(Publisher<?> asked, Mono<Void> pass, Duration silence) {
        return Flux.from(asked)
                .concatMap(_ -> pass.thenReturn(Boolean.TRUE), 1)
                .timeout(silence)
                .thenMany(Flux.empty());
    }
}
