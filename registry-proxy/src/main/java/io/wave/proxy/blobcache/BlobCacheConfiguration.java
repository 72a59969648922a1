package io.wave.proxy.blobcache;

import io.micrometer.core.instrument.MeterRegistry;
import io.wave.proxy.background.BackgroundTask;
import io.wave.security.TrustedCertificates;
import io.wave.store.ClosableObjectStore;
import io.wave.store.S3Buckets;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(BlobCache.DIRECTORY)
@EnableConfigurationProperties({BlobCacheProperties.class, BlobBucketProperties.class})
class BlobCacheConfiguration {

    private static final Duration MAINTENANCE = Duration.ofMinutes(1);

    /** A blob of many gigabytes is read from a slow disk. */
    private static final Duration MAX_MAINTENANCE = Duration.ofHours(2);

    @Bean
    BlobFiles blobFiles(BlobCacheProperties properties) {
        return BlobFiles.open(Objects.requireNonNull(properties.directory()));
    }

    @Bean
    BlobIndex blobIndex(BlobCacheProperties properties) {
        return new BlobIndex(properties.maxSize().toBytes());
    }

    @Bean
    BlobCacheMetrics blobCacheMetrics(MeterRegistry meters, BlobIndex index) {
        return new BlobCacheMetrics(meters, index);
    }

    @Bean
    StoredBlobs storedBlobs(
            BlobFiles files, BlobIndex index, BlobCacheMetrics metrics, BlobCacheProperties properties, Clock clock) {
        StoredBlobs stored = new StoredBlobs(files, index, metrics, properties, clock);
        stored.load();
        return stored;
    }

    @Bean
    BlobCache blobCache(StoredBlobs stored, BlobCacheMetrics metrics, BlobCacheProperties properties) {
        return new BlobCache(stored, metrics, properties);
    }

    @Bean
    @ConditionalOnProperty(BlobBucketProperties.LOCATION)
    BlobBucket blobBucket(
            BlobBucketProperties properties,
            BlobCacheMetrics metrics,
            ObjectProvider<TrustedCertificates> certificates,
            Clock clock) {
        ClosableObjectStore store = S3Buckets.open(
                BlobBucketProperties.LOCATION,
                Objects.requireNonNull(properties.location()),
                properties.s3(),
                certificates.getIfAvailable(() -> TrustedCertificates.OF_RUNTIME));
        return new BlobBucket(store, store::close, properties, metrics, clock);
    }

    @Bean
    AccessChecks accessChecks(BlobCacheProperties properties) {
        return new AccessChecks(properties.accessCheck());
    }

    @Bean
    BackgroundTask blobCacheMaintenance(StoredBlobs stored) {
        Mono<Void> maintenance =
                Mono.<Void>fromRunnable(() -> stored.maintain(MAINTENANCE)).subscribeOn(Schedulers.boundedElastic());
        return () ->
                BackgroundTask.onTrigger(Flux.interval(MAINTENANCE).onBackpressureDrop(), maintenance, MAX_MAINTENANCE);
    }
}
