package io.wave.job.engine.runner;

import io.wave.job.engine.outcome.Outcome;
import java.util.concurrent.CompletableFuture;

/** What runs for an attempt. Its methods return at once and may be called again, in any order. */
public interface Execution {

    /** Completes, never exceptionally, when nothing of the attempt runs any more, or when it goes on without us. */
    CompletableFuture<Outcome> outcome();

    /** Ends the work: the job was cancelled or is past its deadline. */
    void abort();

    /**
     * Lets go of it: this worker stops, or the job may have been taken over by another. What can outlive the worker goes
     * on and the outcome is {@link Outcome.Detached}; what cannot is ended and the outcome is {@link Outcome.Stopped}.
     */
    void detach();
}
