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

    /** A log for a new attempt. */
    public JobLog open(String jobId) {
        return new JobLog(store, jobId, limit, System::nanoTime);
    }
}
