package io.wave.proxy.blobcache;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The cache of blobs on the disk of a replica.
 *
 * @param directory folder of the cache, for this replica alone; without one, blobs are not cached
 * @param maxSize maximum size of all cached blobs together; those that were not used for longest are removed for new ones
 * @param minFree minimum free space of the disk; a blob that would leave less is not cached
 * @param maxIdle how long a blob is kept that nobody pulls
 * @param maxDownloads maximum number of blobs that are downloaded into the cache at the same time; others are streamed
 *     without it
 * @param accessCheck how long it is remembered that the credentials of a request may read a blob, before the registry is
 *     asked again
 * @param verifyInterval how often each cached blob is read and verified
 */
@ConfigurationProperties("wave.proxy.blob-cache")
record BlobCacheProperties(
        @Nullable Path directory,
        @DefaultValue("10GB") DataSize maxSize,
        @DefaultValue("1GB") DataSize minFree,
        @DefaultValue("7d") Duration maxIdle,
        @DefaultValue("32") int maxDownloads,
        @DefaultValue("5m") Duration accessCheck,
        @DefaultValue("1d") Duration verifyInterval) {

    /** @throws IllegalArgumentException if a limit is not positive */
    BlobCacheProperties {
        positive("max-size", maxSize.toBytes());
        positive("max-idle", maxIdle.toMillis());
        positive("max-downloads", maxDownloads);
        positive("access-check", accessCheck.toMillis());
        positive("verify-interval", verifyInterval.toMillis());
    }

    private static void positive(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException("wave.proxy.blob-cache.%s: must be greater than 0".formatted(name));
        }
    }
}
