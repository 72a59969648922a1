package io.wave.api.job.log;

import io.wave.store.LogPartNames;
import io.wave.store.ObjectName;
import io.wave.store.ObjectStore;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The logs of jobs: numbered parts, or a single object written by earlier versions. */
@Component
public class StoredLogs {

    private final ObjectStore objects;

    StoredLogs(ObjectStore objects) {
        this.objects = objects;
    }

    /** The log so far, which the caller closes; empty if there is none. */
    public Optional<InputStream> open(String jobId) {
        return objects.open(ObjectName.log(jobId)).or(() -> parts(jobId));
    }

    private Optional<InputStream> parts(String jobId) {
        List<ObjectName> names = LogPartNames.newest(objects, jobId);
        return names.isEmpty() ? Optional.empty() : Optional.of(new LogParts(objects, names));
    }
}
