package io.wave.job.engine;

import java.util.concurrent.CompletableFuture;

/** What runs for an attempt. */
public interface Execution {

    /** Completes, never exceptionally, when nothing of the attempt runs any more. */
    CompletableFuture<Outcome> outcome();

    /** Asks it to stop; returns at once, the {@link #outcome} tells when it is gone. */
    void cancel();
}
