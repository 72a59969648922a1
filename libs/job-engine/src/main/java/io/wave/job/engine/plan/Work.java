package io.wave.job.engine.plan;

import io.wave.job.engine.lease.LeaseLostException;
import io.wave.job.engine.log.JobLog;
import java.nio.file.Path;

/** One attempt, as its work sees it. */
public interface Work {

    String jobId();

    /** A fresh folder, of this attempt alone; removed afterwards with all that is in it. */
    Path folder();

    JobLog log();

    /**
     * To be called before each step, above all before one that others could see.
     *
     * @throws LeaseLostException if the attempt must not go on
     */
    void requireLease();

    /**
     * Renews the lease and records that the result is on its way; to be called right before the push.
     *
     * @throws LeaseLostException if the attempt must not go on
     */
    void beginPush();
}
