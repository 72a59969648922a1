package io.wave.proxy.blobcache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.wave.image.Digest;
import io.wave.proxy.blobcache.BlobCacheMetrics.Removal;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The verified blobs of the cache: finds and adds them, makes space for others, and verifies them again. */
final class StoredBlobs {

    private static final Logger log = LoggerFactory.getLogger(StoredBlobs.class);
    private static final Duration RECORD_USE = Duration.ofHours(1);
    private static final int MAX_REMEMBERED = 10_000;

    private final BlobFiles files;
    private final BlobIndex index;
    private final BlobCacheMetrics metrics;
    private final BlobCacheProperties properties;
    private final InstantSource clock;
    private final Cache<Digest, Boolean> recordedUse = Caffeine.newBuilder()
            .maximumSize(MAX_REMEMBERED)
            .expireAfterWrite(RECORD_USE)
            .build();

    StoredBlobs(
            BlobFiles files,
            BlobIndex index,
            BlobCacheMetrics metrics,
            BlobCacheProperties properties,
            InstantSource clock) {
        this.files = files;
        this.index = index;
        this.metrics = metrics;
        this.properties = properties;
        this.clock = clock;
    }

    /** Knows the files of earlier runs, in the order of their last use. */
    void load() {
        List<Found> found = new ArrayList<>();
        Instant now = clock.instant();
        files.forEach((digest, attributes) ->
                found.add(new Found(digest, attributes.size(), notAfter(now, attributes.lastModifiedTime()))));
        found.sort(Comparator.comparing(Found::used));
        found.forEach(blob -> index.add(blob.digest(), blob.length(), blob.used(), Instant.EPOCH));
        // No file is open yet.
        remove(index.reserve(0, now.plus(BlobIndex.IN_USE)).orElse(List.of()), Removal.SPACE);
        log.atInfo()
                .addKeyValue("blobs", index.size())
                .addKeyValue("bytes", index.bytes())
                .log("Blob cache opened");
    }

    /** A time in the future was set by a clock that was wrong. */
    private static Instant notAfter(Instant now, FileTime time) {
        Instant used = time.toInstant();
        return used.isAfter(now) ? now : used;
    }

    /** The blob, which is used now. */
    Optional<CachedBlob.Stored> find(Digest digest) {
        Instant now = clock.instant();
        OptionalLong length = index.use(digest, now);
        if (length.isEmpty()) {
            return Optional.empty();
        }
        if (!files.exists(digest, length.getAsLong())) {
            index.remove(digest);
            return Optional.empty();
        }
        if (recordedUse.asMap().putIfAbsent(digest, Boolean.TRUE) == null) {
            files.used(digest, now);
        }
        return Optional.of(new CachedBlob.Stored(digest, length.getAsLong(), files.blob(digest)));
    }

    /**
     * Reserves space for a download, for which others are removed.
     *
     * @return whether there is enough
     */
    boolean reserve(long length) {
        // What is written already counts twice: rather too little is used than too much.
        if (files.freeSpace() - index.reserved() - length < properties.minFree().toBytes()) {
            return false;
        }
        Optional<List<Digest>> removed = index.reserve(length, clock.instant());
        removed.ifPresent(digests -> remove(digests, Removal.SPACE));
        return removed.isPresent();
    }

    /** Ends a reservation. */
    void release(long length) {
        index.release(length);
    }

    /** The file of a new download. */
    Path newIncoming() {
        return files.newIncoming();
    }

    /** The file of a blob, whether it is stored or not. */
    Path file(Digest digest) {
        return files.blob(digest);
    }

    /** Adds a blob that was downloaded and verified. */
    void add(IncomingBlob blob) throws IOException {
        files.publish(blob.download(), blob.digest());
        Instant now = clock.instant();
        index.add(blob.digest(), blob.length(), now, now);
    }

    /**
     * Removes the blobs that nobody has used for too long, and verifies those that were verified longest ago.
     *
     * @param interval time between two calls: as many are verified that each one's turn comes in time
     */
    void maintain(Duration interval) {
        Instant now = clock.instant();
        remove(index.removeUnused(now.minus(properties.maxIdle())), Removal.IDLE);
        long turns = Math.max(1, properties.verifyInterval().dividedBy(interval));
        index.unverified(now.minus(properties.verifyInterval()), Math.ceilDiv(index.size(), turns))
                .forEach(this::verify);
    }

    private void verify(Digest digest) {
        if (BlobVerifier.matches(files.blob(digest), digest)) {
            index.verified(digest, clock.instant());
        } else if (index.remove(digest)) {
            log.atError().addKeyValue("digest", digest).log("Cached blob removed: its content is damaged");
            BlobFiles.delete(files.blob(digest));
            metrics.removed(Removal.CORRUPT, 1);
        }
    }

    private void remove(List<Digest> digests, Removal reason) {
        digests.forEach(digest -> BlobFiles.delete(files.blob(digest)));
        metrics.removed(reason, digests.size());
    }

    private record Found(Digest digest, long length, Instant used) {}
}
