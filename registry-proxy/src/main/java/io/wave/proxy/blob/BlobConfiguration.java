package io.wave.proxy.blob;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.wave.proxy.blob.BlobDownloads.Peers;
import io.wave.proxy.blobcache.AccessChecks;
import io.wave.proxy.blobcache.BlobBucket;
import io.wave.proxy.blobcache.BlobCache;
import io.wave.proxy.blobcache.BlobCacheMetrics;
import io.wave.proxy.blobcache.CachedBlob;
import io.wave.proxy.image.Manifests;
import io.wave.proxy.image.RegistryLookups;
import io.wave.proxy.image.TokenScope;
import io.wave.proxy.peer.BlobOwners;
import io.wave.proxy.peer.PeerClient;
import io.wave.proxy.peer.PeerSignature;
import io.wave.registry.RegistryClient;
import io.wave.registry.config.CredentialHashes;
import io.wave.store.ObjectStore;
import java.time.Clock;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(BlobStreamProperties.class)
class BlobConfiguration {

    @Bean
    @ConditionalOnProperty(BlobCache.DIRECTORY)
    CachedBlobs cachedBlobs(
            RegistryClient registries,
            RegistryLookups lookups,
            CredentialHashes credentials,
            BlobCache cache,
            AccessChecks checks,
            BlobCacheMetrics metrics,
            ObjectProvider<BlobOwners> owners,
            ObjectProvider<PeerClient> client,
            ObjectProvider<BlobBucket> bucket) {
        Optional<BlobBucket> near = Optional.ofNullable(bucket.getIfAvailable());
        Optional<Peers> peers =
                Optional.ofNullable(owners.getIfAvailable()).map(known -> new Peers(known, client.getObject()));
        return new CachedBlobs(
                registries,
                lookups,
                credentials,
                cache,
                checks,
                metrics,
                new UpstreamBlobs(registries, lookups),
                new BlobDownloads(
                        peers,
                        metrics,
                        source -> near.ifPresent(to -> cache.find(source)
                                .filter(CachedBlob.Stored.class::isInstance)
                                .map(CachedBlob.Stored.class::cast)
                                .ifPresent(to::offer))),
                near);
    }

    @Bean
    @ConditionalOnProperty({BlobCache.DIRECTORY, PeerClient.ENABLED_BY})
    PeerBlobFilter peerBlobFilter(CachedBlobs blobs, PeerSignature signature) {
        return new PeerBlobFilter(blobs, signature);
    }

    @Bean
    @ConditionalOnMissingBean(SourceBlobs.class)
    SourceBlobs upstreamBlobs(RegistryClient registries, RegistryLookups lookups) {
        return new UpstreamBlobs(registries, lookups);
    }

    @Bean
    Blobs blobs(ObjectStore store, Manifests manifests, TokenScope scope, SourceBlobs upstream, Clock clock) {
        return new Blobs(new InjectedLayers(new StoredLayers(store, clock), upstream), manifests, scope, upstream);
    }

    @Bean
    BlobStreamLimit blobStreamLimit(BlobStreamProperties properties, MeterRegistry meters) {
        BlobStreamLimit limit = new BlobStreamLimit(properties);
        Gauge.builder("wave.proxy.streams", limit, BlobStreamLimit::active)
                .description("Blobs being streamed to clients")
                .register(meters);
        return limit;
    }
}
