package io.wave.builder.condalock;

import io.wave.job.engine.log.JobLog;
import io.wave.store.ObjectName;
import io.wave.store.ObjectStore;
import io.wave.store.ObjectStoreException;
import java.nio.charset.StandardCharsets;

/** The lock files of builds, in the object store. */
public final class LockFiles {

    private final ObjectStore store;

    public LockFiles(ObjectStore store) {
        this.store = store;
    }

    /** Keeps the lock file of a build, if it printed one. As with logs, a store that is away loses it, not the build. */
    public void keep(String jobId, LockSection section, JobLog log) {
        section.lockFile().ifPresent(text -> {
            try {
                store.put(ObjectName.lock(jobId), text.getBytes(StandardCharsets.UTF_8));
            } catch (ObjectStoreException away) {
                log.line("The lock file is lost: " + away.getMessage());
            }
        });
    }
}
