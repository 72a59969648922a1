package io.wave.proxy.blobcache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.netty.buffer.ByteBuf;
import io.wave.image.Digest;
import io.wave.proxy.blobcache.BlobCacheMetrics.Failure;
import io.wave.registry.blob.BlobResponse;
import io.wave.registry.blob.VerifiedContent;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
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
    /** Registries that send little by little do not use up the downloads for ever. */
    private static final Duration MAX_DOWNLOAD = Duration.ofHours(2);

    private static final int MAX_REMEMBERED = 10_000;
    private static final int MIN_THREADS = 4;
    private static final int MAX_TASKS = 100_000;
    private static final int READ_AHEAD = 16;
    private static final int OK = 200;

    private final StoredBlobs stored;
    private final BlobCacheMetrics metrics;
    private final long maxSize;
    private final Semaphore places;
    private final ConcurrentMap<Source, IncomingBlob> incoming = new ConcurrentHashMap<>();
    private final Cache<Source, Boolean> unsuitable = remembering(REFUSAL);
    private final Cache<Source, Boolean> withoutSpace = remembering(NO_SPACE);
    private final Scheduler disk = Schedulers.newBoundedElastic(
            Math.max(MIN_THREADS, 2 * Runtime.getRuntime().availableProcessors()), MAX_TASKS, "blob-cache");

    BlobCache(StoredBlobs stored, BlobCacheMetrics metrics, BlobCacheProperties properties) {
        this.stored = stored;
        this.metrics = metrics;
        this.maxSize = properties.maxSize().toBytes();
        this.places = new Semaphore(properties.maxDownloads());
    }

    private static Cache<Source, Boolean> remembering(Duration time) {
        return Caffeine.newBuilder()
                .maximumSize(MAX_REMEMBERED)
                .expireAfterWrite(time)
                .build();
    }

    /** The blob, if it is cached or being downloaded from this source. */
    public Optional<CachedBlob> find(Source source) {
        // Read first: a download that has ended since then is stored.
        IncomingBlob download = incoming.get(source);
        return stored.find(source.digest()).<CachedBlob>map(blob -> blob).or(() -> Optional.ofNullable(download));
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
     * @param origin where the content is from, and the rest of it if it is interrupted; it is told the end of its download
     * @return empty if the blob cannot be cached; the content is closed then
     */
    public Optional<CachedBlob> download(Source source, BlobResponse.Body content, BlobOrigin origin) {
        Optional<CachedBlob> present = find(source);
        if (present.isPresent()) {
            content.close();
            origin.ended(present.get() instanceof CachedBlob.Stored);
            return present;
        }
        if (!accepts(source, content)) {
            content.close();
            origin.ended(false);
            return Optional.empty();
        }
        Digest digest = source.digest();
        IncomingBlob blob = new IncomingBlob(digest, content.length(), stored.newIncoming(), stored.file(digest), disk);
        IncomingBlob other = incoming.putIfAbsent(source, blob);
        if (other != null) {
            release(content.length());
            content.close();
            return Optional.of(other);
        }
        var _ = write(blob, content, origin).toFuture().whenComplete((_, failure) -> {
            ended(source, blob, failure);
            origin.ended(failure == null);
        });
        return Optional.of(blob);
    }

    /** Takes a place and reserves the space, if both are there. */
    private boolean accepts(Source source, BlobResponse.Body content) {
        long length = content.length();
        if (content.status() != OK || length < 1 || length > maxSize) {
            unsuitable.put(source, Boolean.TRUE);
            return false;
        }
        if (!places.tryAcquire()) {
            return false;
        }
        if (stored.reserve(length)) {
            return true;
        }
        places.release();
        withoutSpace.put(source, Boolean.TRUE);
        return false;
    }

    private void release(long length) {
        stored.release(length);
        places.release();
    }

    private Mono<Void> write(IncomingBlob blob, BlobResponse.Body content, BlobOrigin origin) {
        Flux<ByteBuf> whole =
                new ResumedContent(origin, blob.length(), metrics::resumed).startingWith(content.content());
        return Mono.using(
                        () -> create(blob),
                        file -> VerifiedContent.of(whole, blob.digest(), blob.length())
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
            stored.add(blob);
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

    @Override
    public void close() {
        disk.dispose();
    }

    /**
     * Where a blob is downloaded from.
     *
     * @param repository registry and repository
     * @param digest digest of the blob
     */
    public record Source(String repository, Digest digest) {}
}
