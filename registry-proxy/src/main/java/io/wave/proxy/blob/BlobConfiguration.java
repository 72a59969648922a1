package io.wave.proxy.blob;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.wave.proxy.image.Lookups;
import io.wave.proxy.image.Manifests;
import io.wave.proxy.image.OwnImage;
import io.wave.registry.RegistryClient;
import io.wave.store.ObjectStore;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StreamProperties.class)
class BlobConfiguration {

    @Bean
    UpstreamBlobs upstreamBlobs(RegistryClient registries, Lookups lookups) {
        return new UpstreamBlobs(registries, lookups);
    }

    @Bean
    Blobs blobs(ObjectStore store, Manifests manifests, OwnImage ownImage, UpstreamBlobs upstream, Clock clock) {
        return new Blobs(new InjectedLayers(new StoredLayers(store, clock), upstream), manifests, ownImage, upstream);
    }

    @Bean
    StreamPlaces streamPlaces(StreamProperties properties, MeterRegistry meters) {
        StreamPlaces places = new StreamPlaces(properties);
        Gauge.builder("wave.proxy.streams", places, StreamPlaces::taken)
                .description("Blobs on their way to clients")
                .register(meters);
        return places;
    }
}
