package io.wave.builder.buildkit;

import io.wave.job.engine.outcome.JobFailedException;
import java.util.List;

/** A BuildKit daemon that takes builds. */
interface BuildKit extends AutoCloseable {

    /**
     * What a command line of its client begins with. Waits for a daemon that is being started.
     *
     * @throws JobFailedException if there is none
     */
    List<String> client() throws InterruptedException;

    @Override
    default void close() {}
}
