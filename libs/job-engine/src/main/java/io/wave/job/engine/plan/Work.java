package io.wave.job.engine.plan;

import io.wave.job.engine.lease.LeaseLostException;
import io.wave.job.engine.log.JobLog;
import java.nio.file.Path;

/** An attempt, as seen by its work. */
public interface Work {

    String jobId();

    /** An empty folder that belongs to this attempt and is removed after it. */
    Path folder();

    JobLog log();

    /**
     * Checks that the attempt may continue. Call it before each step, in particular before one whose effect others can
     * see.
     *
     * @throws LeaseLostException if the attempt must stop
     */
    void requireLease();

    /**
     * Renews the lease and records that the push begins. Call it right before the push.
     *
     * @throws LeaseLostException if the attempt must stop
     */
    void beginPush();
}
