package io.wave.job.engine.runner;

import io.wave.job.engine.outcome.Outcome;
import java.util.concurrent.CompletableFuture;

/** The running work of an attempt. Its methods return immediately and may be called repeatedly, in any order. */
public interface Execution {

    /** Completes, never exceptionally, when nothing of the attempt runs any more, or when it was detached. */
    CompletableFuture<Outcome> outcome();

    /** Stops the work: the job was cancelled or is past its deadline. */
    void abort();

    /**
     * Detaches this worker from the work: the worker stops, or another one may have taken over the job. Work that can
     * outlive the worker continues, and the outcome is {@link Outcome.Detached}; other work is ended, and the outcome
     * is {@link Outcome.Stopped}.
     */
    void detach();
}
