package io.wave.builder.condalock;

import io.wave.job.engine.log.JobLog;
import io.wave.store.ObjectName;
import io.wave.store.ObjectStore;
import io.wave.store.ObjectStoreException;
import java.nio.charset.StandardCharsets;

/** Stores the Conda lock files of builds in the object store. */
public final class LockFiles {

    private final ObjectStore store;

    public LockFiles(ObjectStore store) {
        this.store = store;
    }

    /**
     * Stores the lock file of a build, if it printed one. If the object store is unavailable, the lock file is lost,
     * but the build continues.
     */
    public void keep(String jobId, LockSection section, JobLog log) {
        section.lockFile().ifPresent(text -> {
            try {
                store.put(ObjectName.lock(jobId), text.getBytes(StandardCharsets.UTF_8));
            } catch (ObjectStoreException unavailable) {
                log.line("Lock file not stored: " + unavailable.getMessage());
            }
        });
    }
}
