package io.wave.api.build.steps;

import io.wave.api.persistence.StoredJson;
import io.wave.build.BuildSteps;
import io.wave.store.LogPartNames;
import io.wave.store.ObjectName;
import io.wave.store.ObjectStore;
import io.wave.store.ObjectStoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;

/** Reads the steps of builds from the object store, where the worker that runs a build replaces them as they change. */
@Component
public class StoredSteps {

    private static final Logger LOG = LoggerFactory.getLogger(StoredSteps.class);
    /** More than the limits of {@link BuildSteps} allow. */
    private static final int MAX_BYTES = 4 * 1024 * 1024;

    private final ObjectStore objects;

    StoredSteps(ObjectStore objects) {
        this.objects = objects;
    }

    /** The steps of the newest attempt at a build; empty if its worker has not stored any. */
    public Optional<BuildSteps> of(String buildId) {
        return LogPartNames.newestProgress(objects, buildId).flatMap(this::read);
    }

    private Optional<BuildSteps> read(ObjectName name) {
        Optional<InputStream> content = objects.open(name);
        if (content.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream json = content.get()) {
            return Optional.of(
                    StoredJson.read(new String(json.readNBytes(MAX_BYTES), StandardCharsets.UTF_8), BuildSteps.class));
        } catch (JacksonException unreadable) {
            LOG.atWarn()
                    .addKeyValue("object", name)
                    .log("Steps of a build cannot be read: {}", unreadable.getOriginalMessage());
            return Optional.empty();
        } catch (IOException broken) {
            throw new ObjectStoreException("cannot read " + name, broken);
        }
    }
}
