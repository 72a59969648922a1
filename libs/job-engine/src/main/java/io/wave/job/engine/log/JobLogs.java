package io.wave.job.engine.log;

import io.wave.store.ObjectStore;

/** Opens the logs of attempts. */
public final class JobLogs {

    private final ObjectStore store;
    private final long limit;

    /** @param limit maximum size of a stored log in bytes */
    public JobLogs(ObjectStore store, long limit) {
        this.store = store;
        this.limit = limit;
    }

    /**
     * Opens the log of a new attempt.
     *
     * @param attempt number of the attempt; readers use the log of the highest one
     */
    public JobLog open(String jobId, long attempt) {
        return new JobLog(store, jobId, attempt, limit, System::nanoTime);
    }
}
