package io.wave.proxy.blobcache;

import java.util.stream.Stream;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Settings that have an effect with a cache on the disk only. */
@Configuration(proxyBeanMethods = false)
class BlobCacheRequirement {

    /** @throws IllegalArgumentException if one of them is set without a folder of the cache */
    BlobCacheRequirement(Environment environment) {
        if (environment.getProperty(BlobCache.DIRECTORY) == null) {
            Stream.of(BlobBucketProperties.LOCATION, "wave.proxy.blob-cache.peers.address")
                    .filter(environment::containsProperty)
                    .findFirst()
                    .ifPresent(key -> {
                        throw new IllegalArgumentException("%s: needs a folder into which blobs are downloaded; set %s"
                                .formatted(key, BlobCache.DIRECTORY));
                    });
        }
    }
}
