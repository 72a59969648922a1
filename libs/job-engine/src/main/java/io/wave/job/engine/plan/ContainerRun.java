package io.wave.job.engine.plan;

import io.wave.job.engine.outcome.JobFailedException;
import io.wave.job.engine.outcome.Outcome;
import io.wave.job.engine.tool.OutputFilter;
import java.io.IOException;

/**
 * The tools of a job that run as one container, as seen by the attempt that follows it. The attempt may have launched the
 * container itself, or another worker did: everything but {@link #container} must follow from the specification, the output
 * and the result alone.
 */
public interface ContainerRun extends AutoCloseable {

    /**
     * What to run; called once, by the attempt that launches the container.
     *
     * @throws JobFailedException if the inputs cannot be prepared
     */
    Container container() throws IOException, InterruptedException;

    /** Selects the output that goes to the log; called for each container in whose place another one is started. */
    OutputFilter output();

    /** Called about once a second while the container runs. */
    default void observe() {}

    /**
     * The outcome of the job after the container has succeeded. May itself push, after {@link Work#beginPush}. It may be
     * called again by another worker, if this one is lost meanwhile.
     *
     * @param message the message of the container
     */
    Outcome succeeded(String message) throws IOException, InterruptedException;

    /** The outcome of the job for this exit code, which is not 0; a job that is disrupted is launched again in another container. */
    Outcome failed(int exitCode);

    @Override
    void close();
}
