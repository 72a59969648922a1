package io.wave.api.mirror;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.wave.api.job.log.StoredProgress;
import io.wave.job.JobId;
import io.wave.mirror.MirrorProgress;
import io.wave.store.ObjectStoreException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** How far mirrors have come. Clients poll often: the object store is read at most every two seconds for each mirror. */
@Component
public class MirrorProgressCache {

    private static final Logger LOG = LoggerFactory.getLogger(MirrorProgressCache.class);
    private static final Duration FRESH = Duration.ofSeconds(2);
    private static final int MAX_MIRRORS = 10_000;

    private final StoredProgress stored;
    private final Cache<Key, Optional<MirrorProgress>> recent = Caffeine.newBuilder()
            .expireAfterWrite(FRESH)
            .maximumSize(MAX_MIRRORS)
            .build();

    MirrorProgressCache(StoredProgress stored) {
        this.stored = stored;
    }

    /**
     * The progress of a mirror; empty if it is not known. It is at most two seconds old.
     *
     * @param ended whether the mirror has ended: its progress is then not one that was read before
     */
    public Optional<MirrorProgress> of(JobId id, boolean ended) {
        return recent.get(new Key(id.text(), ended), key -> read(key.id()));
    }

    private Optional<MirrorProgress> read(String id) {
        try {
            return stored.of(id, MirrorProgress.class);
        } catch (ObjectStoreException unavailable) {
            LOG.atWarn()
                    .addKeyValue("jobId", id)
                    .addKeyValue("reason", unavailable.getMessage())
                    .log("Cannot read the progress of a mirror");
            return Optional.empty();
        }
    }

    private record Key(String id, boolean ended) {}
}
