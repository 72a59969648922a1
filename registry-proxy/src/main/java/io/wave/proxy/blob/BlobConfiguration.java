package io.wave.proxy.blob;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.wave.proxy.image.Manifests;
import io.wave.proxy.image.RegistryLookups;
import io.wave.proxy.image.TokenScope;
import io.wave.registry.RegistryClient;
import io.wave.store.ObjectStore;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(BlobStreamProperties.class)
class BlobConfiguration {

    @Bean
    UpstreamBlobs upstreamBlobs(RegistryClient registries, RegistryLookups lookups) {
        return new UpstreamBlobs(registries, lookups);
    }

    @Bean
    Blobs blobs(ObjectStore store, Manifests manifests, TokenScope scope, UpstreamBlobs upstream, Clock clock) {
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
