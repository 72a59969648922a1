package io.wave.job.engine.process;

import io.wave.job.engine.log.JobLog;
import java.nio.file.Path;

/** What a {@link ProcessRecipe} works with: one attempt, its folder, and tools under guard. */
public interface Workspace {

    String jobId();

    /** The job's specification as JSON. */
    String spec();

    /** A fresh folder, of this attempt alone; removed afterwards with all that is in it. */
    Path folder();

    JobLog log();

    /**
     * Runs a tool to its end, its output going to the log.
     *
     * @return its exit code
     * @throws io.wave.job.engine.LeaseLostException if the attempt must not go on; the tool is gone by then
     */
    default int run(ToolCommand command) {
        return run(command, OutputFilter.NONE);
    }

    /**
     * Runs a tool to its end, what the filter lets pass of its output going to the log.
     *
     * @return its exit code
     * @throws io.wave.job.engine.LeaseLostException if the attempt must not go on; the tool is gone by then
     */
    int run(ToolCommand command, OutputFilter filter);

    /**
     * To be called before a step that runs no tool.
     *
     * @throws io.wave.job.engine.LeaseLostException if the attempt must not go on
     */
    void requireLease();

    /**
     * Renews the lease and records that the result is on its way; to be called right before the push.
     *
     * @throws io.wave.job.engine.LeaseLostException if the attempt must not go on
     */
    void pushing();
}
