package io.wave.job.engine.log;

import io.wave.store.ObjectStore;

/** Opens the logs of attempts. */
public final class JobLogs {

    private final ObjectStore store;
    private final long limit;

    /** @param limit how many bytes of one log are kept */
    public JobLogs(ObjectStore store, long limit) {
        this.store = store;
        this.limit = limit;
    }

    /**
     * A log for a new attempt.
     *
     * @param attempt counts the job's attempts: of two logs of a job that of the higher one is read
     */
    public JobLog open(String jobId, long attempt) {
        return new JobLog(store, jobId, attempt, limit, System::nanoTime);
    }
}
