package io.wave.api.build.view;

import io.wave.api.build.Build;
import io.wave.api.job.log.StoredLogs;
import io.wave.build.BuildId;
import io.wave.store.ObjectName;
import io.wave.store.ObjectStore;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The logs and lock files of builds. */
@Component
class BuildLogs {

    private final ObjectStore objects;
    private final StoredLogs logs;
    private final IndexFailure indexes;

    BuildLogs(ObjectStore objects, StoredLogs logs, IndexFailure indexes) {
        this.objects = objects;
        this.logs = logs;
        this.indexes = indexes;
    }

    /** The log so far, which the caller closes; empty if there is none. */
    Optional<InputStream> open(Build build) {
        BuildId id = build.spec().id();
        return logs.open(id.toString())
                .or(() -> indexes.log(build)
                        .map(text -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))));
    }

    /** The Conda lock file of a build, which the caller closes. */
    Optional<InputStream> openLock(BuildId id) {
        return objects.open(ObjectName.lock(id.toString()));
    }
}
