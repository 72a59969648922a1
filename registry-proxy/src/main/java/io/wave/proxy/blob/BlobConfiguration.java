package io.wave.proxy.blob;

import io.wave.proxy.lookup.Lookups;
import io.wave.proxy.manifest.Manifests;
import io.wave.proxy.manifest.OwnImage;
import io.wave.registry.RegistryClient;
import io.wave.store.ObjectStore;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class BlobConfiguration {

    @Bean
    UpstreamBlobs upstreamBlobs(RegistryClient registries, Lookups lookups) {
        return new UpstreamBlobs(registries, lookups);
    }

    @Bean
    Blobs blobs(ObjectStore store, Manifests manifests, OwnImage ownImage, UpstreamBlobs upstream, Clock clock) {
        return new Blobs(new InjectedLayers(new StoredLayers(store, clock), upstream), manifests, ownImage, upstream);
    }
}
