package io.wave.proxy.blobcache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.wave.image.Digest;
import io.wave.registry.flight.SingleFlight;
import io.wave.store.ObjectName;
import io.wave.store.ObjectStore;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Blobs in a bucket near the clients. Like the cache on the disk, it does not know who may read a blob. It never fails a pull: while it
 * does not work, or has no blob, the replica sends the blob itself.
 */
public final class BlobBucket implements AutoCloseable {

    /** Smaller blobs are not uploaded, in bytes: a redirect would take longer than their content. */
    public static final long MIN_LENGTH = 256 * 1024;

    private static final Logger log = LoggerFactory.getLogger(BlobBucket.class);

    /** How long it is remembered that the bucket has a blob. */
    private static final Duration PRESENT = Duration.ofMinutes(10);
    /** How long it is remembered that it has not, unless it is uploaded. */
    private static final Duration ABSENT = Duration.ofMinutes(1);

    /** How long the bucket is taken to work since it last answered: clients are not redirected to one that does not. */
    private static final Duration WORKING = Duration.ofSeconds(5);

    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(10);
    private static final int MAX_REMEMBERED = 200_000;
    private static final int THREADS = 4;
    private static final int MAX_WAITING = 1_000;
    /** The most that S3 accepts in one request. */
    private static final long MAX_LENGTH = 5L * 1024 * 1024 * 1024;

    private final ObjectStore store;
    private final Runnable close;
    private final BlobBucketProperties properties;
    private final BlobCacheMetrics metrics;
    private final InstantSource clock;
    private final Cache<Digest, Long> present = Caffeine.newBuilder()
            .maximumSize(MAX_REMEMBERED)
            .expireAfterWrite(PRESENT)
            .build();
    private final Cache<Digest, Boolean> absent = Caffeine.newBuilder()
            .maximumSize(MAX_REMEMBERED)
            .expireAfterWrite(ABSENT)
            .build();
    private final Cache<Digest, Boolean> uploading = Caffeine.newBuilder()
            .maximumSize(MAX_REMEMBERED)
            .expireAfterWrite(PRESENT)
            .build();
    private final SingleFlight<Digest, Long> lookups = new SingleFlight<>();
    private final Scheduler reads = Schedulers.newBoundedElastic(THREADS, MAX_WAITING, "blob-bucket");
    private final Scheduler uploads = Schedulers.newBoundedElastic(THREADS, MAX_WAITING, "blob-upload");
    private volatile Instant answered = Instant.EPOCH;
    private volatile Instant awayUntil = Instant.MIN;

    /** @param close closes the store */
    BlobBucket(
            ObjectStore store,
            Runnable close,
            BlobBucketProperties properties,
            BlobCacheMetrics metrics,
            InstantSource clock) {
        this.store = store;
        this.close = close;
        this.properties = properties;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** The length of a blob; empty if the bucket does not have it, or does not work. */
    public Mono<Long> find(Digest digest) {
        return Mono.defer(() -> {
            Long known = present.getIfPresent(digest);
            if (known != null && clock.instant().isBefore(answered.plus(WORKING))) {
                return Mono.just(known);
            }
            return absent.getIfPresent(digest) != null || isAway()
                    ? Mono.<Long>empty()
                    : lookups.share(
                                    digest,
                                    Mono.fromCallable(() -> lookUp(digest))
                                            .subscribeOn(reads)
                                            .timeout(TIMEOUT))
                            .onErrorResume(failure -> {
                                failed(failure);
                                return Mono.empty();
                            });
        });
    }

    private @Nullable Long lookUp(Digest digest) {
        Instant oldest = clock.instant().minus(properties.maxAge());
        ObjectName name = ObjectName.blob(digest);
        OptionalLong size =
                store.modified(name).filter(oldest::isBefore).isPresent() ? store.size(name) : OptionalLong.empty();
        answered = clock.instant();
        if (size.isEmpty()) {
            present.invalidate(digest);
            absent.put(digest, Boolean.TRUE);
            return null;
        }
        present.put(digest, size.getAsLong());
        return size.getAsLong();
    }

    /**
     * A URL for a blob that the bucket has.
     *
     * @param latestEnd when it must end to be valid; none if null
     */
    public URI url(Digest digest, @Nullable Instant latestEnd) {
        return store.downloadUrl(
                        ObjectName.blob(digest),
                        UrlValidity.until(latestEnd, clock.instant(), properties.urlValidity()))
                .orElseThrow(() -> new IllegalStateException("a bucket has URLs"));
    }

    /** Uploads a cached blob in the background, if the bucket does not have it. */
    public void offer(CachedBlob.Stored blob) {
        boolean started = !isAway()
                && blob.length() >= MIN_LENGTH
                && blob.length() <= MAX_LENGTH
                && present.getIfPresent(blob.digest()) == null
                && uploading.asMap().putIfAbsent(blob.digest(), Boolean.TRUE) == null;
        if (started) {
            var _ = Mono.fromRunnable(() -> upload(blob))
                    .subscribeOn(uploads)
                    .doOnError(failure -> {
                        // Offered again by the next request for it.
                        uploading.invalidate(blob.digest());
                        failed(failure);
                    })
                    .toFuture();
        }
    }

    private void upload(CachedBlob.Stored blob) {
        absent.invalidate(blob.digest());
        if (lookUp(blob.digest()) != null) {
            return;
        }
        // What is uploaded will not be verified again.
        if (!BlobVerifier.matches(blob.file(), blob.digest())) {
            uploading.invalidate(blob.digest());
            return;
        }
        store.put(ObjectName.blob(blob.digest()), blob.file());
        absent.invalidate(blob.digest());
        present.put(blob.digest(), blob.length());
        metrics.uploaded();
    }

    private boolean isAway() {
        return clock.instant().isBefore(awayUntil);
    }

    private void failed(Throwable failure) {
        metrics.failed(BlobCacheMetrics.Failure.BUCKET);
        if (!isAway()) {
            awayUntil = clock.instant().plus(AFTER_FAILURE);
        }
        log.atWarn().addKeyValue("cause", failure.toString()).log("The bucket of cached blobs does not work");
    }

    @Override
    public void close() {
        reads.dispose();
        uploads.dispose();
        close.run();
    }
}
