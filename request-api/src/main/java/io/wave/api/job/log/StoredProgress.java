package io.wave.api.job.log;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.wave.api.persistence.StoredJson;
import io.wave.store.LogPartNames;
import io.wave.store.ObjectName;
import io.wave.store.ObjectStore;
import io.wave.store.ObjectStoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;

/** Reads the progress of jobs from the object store, where the worker that runs a job replaces it as it changes. */
@Component
public class StoredProgress {

    private static final Logger LOG = LoggerFactory.getLogger(StoredProgress.class);
    /** More than the limits of {@link io.wave.build.BuildSteps} allow. */
    private static final int MAX_BYTES = 4 * 1024 * 1024;

    private static final int MAX_JOBS = 10_000;

    private final ObjectStore objects;
    /** Where the progress of jobs is, by their ids: a job that runs long has many objects, and is asked for often. */
    private final Cache<String, ObjectName> names = Caffeine.newBuilder()
            .maximumSize(MAX_JOBS)
            .expireAfterAccess(Duration.ofMinutes(1))
            .build();

    StoredProgress(ObjectStore objects) {
        this.objects = objects;
    }

    /** The progress of the newest attempt at a job; empty if its worker has not stored any. */
    public <T> Optional<T> of(String jobId, Class<T> type) {
        ObjectName known = names.getIfPresent(jobId);
        Optional<ObjectName> newest = known == null
                ? LogPartNames.newestProgress(objects, jobId)
                : LogPartNames.newestProgress(objects, jobId, known);
        newest.ifPresentOrElse(name -> names.put(jobId, name), () -> names.invalidate(jobId));
        return newest.flatMap(name -> read(name, type));
    }

    private <T> Optional<T> read(ObjectName name, Class<T> type) {
        Optional<InputStream> content = objects.open(name);
        if (content.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream json = content.get()) {
            return Optional.of(StoredJson.read(new String(json.readNBytes(MAX_BYTES), StandardCharsets.UTF_8), type));
        } catch (JacksonException unreadable) {
            LOG.atWarn()
                    .addKeyValue("object", name)
                    .log("The progress of a job cannot be read: {}", unreadable.getOriginalMessage());
            return Optional.empty();
        } catch (IOException broken) {
            throw new ObjectStoreException("cannot read " + name, broken);
        }
    }
}
