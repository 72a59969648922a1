package io.wave.job.engine.log;

import io.wave.store.ObjectStore;
import io.wave.store.ObjectStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the logs of attempts. */
public final class JobLogs {

    private static final Logger log = LoggerFactory.getLogger(JobLogs.class);

    private final ObjectStore store;
    private final long limit;

    /** @param limit how many bytes of one log are kept */
    public JobLogs(ObjectStore store, long limit) {
        this.store = store;
        this.limit = limit;
    }

    /** An empty log for a new attempt; what an earlier one wrote is removed. */
    public JobLog open(String jobId) {
        try {
            JobLog.removeParts(store, jobId);
        } catch (ObjectStoreException away) {
            log.atWarn().addKeyValue("jobId", jobId).setCause(away).log("Parts of an earlier log were not removed");
        }
        return new JobLog(store, jobId, limit, System::nanoTime);
    }
}
