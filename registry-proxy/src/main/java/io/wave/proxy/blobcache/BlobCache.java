package io.wave.proxy.blobcache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.netty.buffer.ByteBuf;
import io.wave.image.Digest;
import io.wave.proxy.blobcache.BlobCacheMetrics.Failure;
import io.wave.proxy.blobcache.BlobCacheMetrics.Removal;
import io.wave.registry.blob.BlobResponse;
import io.wave.registry.blob.VerifiedContent;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Blobs by digest on the disk of this replica. It does not know who may read a blob: its callers ask the registry.
 *
 * <p>A blob is trusted when it is stored, since it is verified then; until then it is that of its source: requests for other
 * repositories neither wait for it nor get a part of it.
 *
 * <p>Failures of the disk are never those of a pull: a blob that cannot be cached is not, and readers of a download that fails
 * read on from the registry.
 */
public final class BlobCache implements AutoCloseable {

    /** The property that enables the cache: its folder. */
    public static final String DIRECTORY = "wave.proxy.blob-cache.directory";

    private static final Logger log = LoggerFactory.getLogger(BlobCache.class);
    private static final Duration REFUSAL = Duration.ofMinutes(10);
    private static final Duration NO_SPACE = Duration.ofMinutes(1);
    private static final Duration RECORD_USE = Duration.ofHours(1);
    /** Registries that send little by little do not use up the downloads for ever. */
    private static final Duration MAX_DOWNLOAD = Duration.ofHours(2);

    private static final int MAX_REMEMBERED = 10_000;
    private static final int MIN_THREADS = 4;
    private static final int MAX_TASKS = 100_000;
    private static final int READ_AHEAD = 16;
    private static final int OK = 200;

    private final BlobFiles files;
    private final BlobIndex index;
    private final BlobCacheMetrics metrics;
    private final BlobCacheProperties properties;
    private final InstantSource clock;
    private final ConcurrentMap<Source, IncomingBlob> incoming = new ConcurrentHashMap<>();
    private final Semaphore places;
    private final Cache<Source, Boolean> unsuitable = remembering(REFUSAL);
    private final Cache<Source, Boolean> withoutSpace = remembering(NO_SPACE);
    private final Cache<Digest, Boolean> recordedUse = remembering(RECORD_USE);
    private final Scheduler disk = Schedulers.newBoundedElastic(
            Math.max(MIN_THREADS, 2 * Runtime.getRuntime().availableProcessors()), MAX_TASKS, "blob-cache");

    BlobCache(
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
        this.places = new Semaphore(properties.maxDownloads());
    }

    private static <K> Cache<K, Boolean> remembering(Duration time) {
        return Caffeine.newBuilder()
                .maximumSize(MAX_REMEMBERED)
                .expireAfterWrite(time)
                .build();
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

    /** The blob, if it is cached or being downloaded from this source. */
    public Optional<CachedBlob> find(Source source) {
        // Read first: a download that has ended since then is stored.
        IncomingBlob download = incoming.get(source);
        return stored(source.digest()).<CachedBlob>map(blob -> blob).or(() -> Optional.ofNullable(download));
    }

    private Optional<CachedBlob.Stored> stored(Digest digest) {
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

    /** Whether it is worth asking the registry for content to cache: not for a blob that was refused a moment ago. */
    public boolean mayAccept(Source source) {
        return unsuitable.getIfPresent(source) == null
                && withoutSpace.getIfPresent(source) == null
                && places.availablePermits() > 0;
    }

    /**
     * Starts to download the content; if another download from this source has started meanwhile, the content is closed and
     * that one is the result.
     *
     * @return empty if the blob cannot be cached; the content is closed then
     */
    public Optional<CachedBlob> download(Source source, BlobResponse.Body content) {
        Optional<CachedBlob> present = find(source);
        if (present.isPresent()) {
            content.close();
            return present;
        }
        if (!accepts(source, content)) {
            content.close();
            return Optional.empty();
        }
        Digest digest = source.digest();
        IncomingBlob blob = new IncomingBlob(digest, content.length(), files.newIncoming(), files.blob(digest), disk);
        IncomingBlob other = incoming.putIfAbsent(source, blob);
        if (other != null) {
            release(content.length());
            content.close();
            return Optional.of(other);
        }
        var _ = write(blob, content).toFuture().whenComplete((_, failure) -> ended(source, blob, failure));
        return Optional.of(blob);
    }

    /** Takes a place and reserves the space, if both are there. */
    private boolean accepts(Source source, BlobResponse.Body content) {
        long length = content.length();
        if (content.status() != OK
                || length < 1
                || length > properties.maxSize().toBytes()) {
            unsuitable.put(source, Boolean.TRUE);
            return false;
        }
        if (!places.tryAcquire()) {
            return false;
        }
        if (reserves(length)) {
            return true;
        }
        places.release();
        withoutSpace.put(source, Boolean.TRUE);
        return false;
    }

    private boolean reserves(long length) {
        // What is written already counts twice: rather too little is used than too much.
        if (files.freeSpace() - index.reserved() - length < properties.minFree().toBytes()) {
            return false;
        }
        Optional<List<Digest>> removed = index.reserve(length, clock.instant());
        removed.ifPresent(digests -> remove(digests, Removal.SPACE));
        return removed.isPresent();
    }

    private void release(long length) {
        index.release(length);
        places.release();
    }

    private Mono<Void> write(IncomingBlob blob, BlobResponse.Body content) {
        return Mono.using(
                        () -> create(blob),
                        file -> VerifiedContent.of(content.content(), blob.digest(), blob.length())
                                .publishOn(disk, READ_AHEAD)
                                .map(buffer -> blob.write(file, buffer))
                                .then(Mono.fromRunnable(() -> store(blob, file))),
                        BlobCache::closeFile)
                .timeout(MAX_DOWNLOAD)
                .doFinally(_ -> content.close())
                .doOnDiscard(ByteBuf.class, ByteBuf::release)
                .then();
    }

    private static FileChannel create(IncomingBlob blob) {
        try {
            return FileChannel.open(blob.download(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException failed) {
            throw new CacheDiskException(failed);
        }
    }

    private void store(IncomingBlob blob, FileChannel file) {
        try {
            file.force(true);
            files.publish(blob.download(), blob.digest());
            Instant now = clock.instant();
            index.add(blob.digest(), blob.length(), now, now);
        } catch (IOException failed) {
            throw new CacheDiskException(failed);
        }
    }

    private static void closeFile(FileChannel file) {
        try {
            file.close();
        } catch (IOException failed) {
            throw new CacheDiskException(failed);
        }
    }

    private void ended(Source source, IncomingBlob blob, @Nullable Throwable failure) {
        release(blob.length());
        incoming.remove(source, blob);
        if (failure == null) {
            return;
        }
        blob.fail(failure);
        BlobFiles.delete(blob.download());
        boolean ofDisk = failure instanceof CacheDiskException;
        metrics.failed(ofDisk ? Failure.DISK : Failure.REGISTRY);
        log.atWarn()
                .addKeyValue("repository", source.repository())
                .addKeyValue("digest", blob.digest())
                .setCause(failure)
                .log("Blob not cached: the {} failed", ofDisk ? "disk" : "registry");
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

    @Override
    public void close() throws IOException {
        disk.dispose();
        files.close();
    }

    /**
     * Where a blob is downloaded from.
     *
     * @param repository registry and repository
     * @param digest digest of the blob
     */
    public record Source(String repository, Digest digest) {}

    private record Found(Digest digest, long length, Instant used) {}
}
