package io.wave.proxy.background;

import reactor.core.publisher.Flux;

/** Work that goes on from the start of the application to its end. */
@FunctionalInterface
public interface BackgroundWork {

    /** The work; never ends by itself. An error of it is logged, and it is begun again after a pause. */
    Flux<Void> work();
}
