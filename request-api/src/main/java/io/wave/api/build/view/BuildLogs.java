package io.wave.api.build.view;

import io.wave.api.build.Build;
import io.wave.build.BuildId;
import io.wave.store.LogPartNames;
import io.wave.store.ObjectName;
import io.wave.store.ObjectStore;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The logs of builds: numbered parts, or a single object written by earlier versions. */
@Component
class BuildLogs {

    private final ObjectStore objects;
    private final IndexFailure indexes;

    BuildLogs(ObjectStore objects, IndexFailure indexes) {
        this.objects = objects;
        this.indexes = indexes;
    }

    /** The log so far, which the caller closes; empty if there is none. */
    Optional<InputStream> open(Build build) {
        BuildId id = build.spec().id();
        return objects.open(ObjectName.log(id.toString()))
                .or(() -> parts(id))
                .or(() -> indexes.log(build)
                        .map(text -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))));
    }

    /** The Conda lock file of a build, which the caller closes. */
    Optional<InputStream> openLock(BuildId id) {
        return objects.open(ObjectName.lock(id.toString()));
    }

    private Optional<InputStream> parts(BuildId id) {
        List<ObjectName> names = LogPartNames.newest(objects, id.toString());
        return names.isEmpty() ? Optional.empty() : Optional.of(new LogParts(objects, names));
    }
}
