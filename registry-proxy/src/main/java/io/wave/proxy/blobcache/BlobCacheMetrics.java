package io.wave.proxy.blobcache;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/** Metrics of the cache. Counters are registered at start, so that the first event is an increase. */
public final class BlobCacheMetrics {

    private final MeterRegistry registry;

    BlobCacheMetrics(MeterRegistry registry, BlobIndex index) {
        this.registry = registry;
        Gauge.builder("wave.proxy.blob.cache.size", index, BlobIndex::bytes)
                .description("Size of all cached blobs")
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder("wave.proxy.blob.cache.blobs", index, BlobIndex::size)
                .description("Number of cached blobs")
                .register(registry);
        for (Result result : Result.values()) {
            count(result, 0);
        }
        for (Removal reason : Removal.values()) {
            removed(reason, 0);
        }
        for (Failure cause : Failure.values()) {
            failed(cause, 0);
        }
        for (Origin origin : Origin.values()) {
            downloading(origin, 0);
        }
        resumed(0);
        uploaded(0);
    }

    /** A client asked for a blob. */
    public void requested(Result result) {
        count(result, 1);
    }

    private void count(Result result, int times) {
        registry.counter("wave.proxy.blob.cache.requests", "result", name(result))
                .increment(times);
    }

    void removed(Removal reason, int blobs) {
        registry.counter("wave.proxy.blob.cache.removals", "reason", name(reason))
                .increment(blobs);
    }

    void failed(Failure cause) {
        failed(cause, 1);
    }

    /** A download has started. */
    public void downloading(Origin origin) {
        downloading(origin, 1);
    }

    private void downloading(Origin origin, int times) {
        registry.counter("wave.proxy.blob.cache.downloads", "origin", name(origin))
                .increment(times);
    }

    /** A download goes on after an interruption. */
    void resumed() {
        resumed(1);
    }

    private void resumed(int times) {
        registry.counter("wave.proxy.blob.cache.resumptions").increment(times);
    }

    /** The bucket has got a blob. */
    void uploaded() {
        uploaded(1);
    }

    private void uploaded(int times) {
        registry.counter("wave.proxy.blob.cache.uploads").increment(times);
    }

    private void failed(Failure cause, int times) {
        registry.counter("wave.proxy.blob.cache.failures", "cause", name(cause)).increment(times);
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** Where a requested blob came from. */
    public enum Result {
        /** From the disk. */
        HIT,
        /** From a download that had been started for another request. */
        JOINED,
        /** From a download that was started for this request. */
        MISS,
        /** From the bucket near the client. */
        REDIRECTED,
        /** From the registry, without the cache. */
        BYPASSED
    }

    /** Where a download gets its content from. */
    public enum Origin {
        REGISTRY,
        /** Another replica. */
        PEER
    }

    /** Why a blob was removed. */
    enum Removal {
        SPACE,
        IDLE,
        CORRUPT
    }

    /** What did not work. */
    enum Failure {
        /** A download ended before its end. */
        REGISTRY,
        DISK,
        /** A blob was not found in the bucket, or not uploaded. */
        BUCKET
    }
}
