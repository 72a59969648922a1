package io.wave.job.engine.log;

import io.wave.store.ObjectName;
import io.wave.store.ObjectStore;
import io.wave.store.ObjectStoreException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The progress of one attempt: a document in the object store, beside the parts of its log and replaced as a whole. What the
 * document contains is up to the kind of job.
 */
public final class JobProgress {

    private static final Logger log = LoggerFactory.getLogger(JobProgress.class);

    private final ObjectStore store;
    private final ObjectName name;
    private final AtomicReference<@Nullable Supplier<byte[]>> pending = new AtomicReference<>();

    JobProgress(ObjectStore store, ObjectName name) {
        this.store = store;
        this.name = name;
    }

    /**
     * Announces that the progress has changed. Returns immediately.
     *
     * @param document creates the document when it is stored, on another thread
     */
    public void changed(Supplier<byte[]> document) {
        pending.set(document);
    }

    /** Stores the document if it has changed; returns whether the newest one is stored. */
    boolean store() {
        Supplier<byte[]> document = pending.getAndSet(null);
        if (document == null) {
            return true;
        }
        try {
            store.put(name, document.get());
            return true;
        } catch (ObjectStoreException unavailable) {
            pending.compareAndSet(null, document);
            log.atWarn().addKeyValue("object", name).log("Progress not stored, retrying: {}", unavailable.getMessage());
            return false;
        }
    }
}
