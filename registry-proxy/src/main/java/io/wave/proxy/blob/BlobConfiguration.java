package io.wave.proxy.blob;

import io.wave.proxy.manifest.Manifests;
import io.wave.proxy.manifest.OwnImage;
import io.wave.registry.RegistryClient;
import io.wave.store.ObjectStore;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class BlobConfiguration {

    @Bean
    UpstreamBlobs upstreamBlobs(RegistryClient registries) {
        return new UpstreamBlobs(registries);
    }

    @Bean
    Blobs blobs(ObjectStore store, Manifests manifests, OwnImage ownImage, UpstreamBlobs upstream) {
        return new Blobs(new InjectedLayers(new StoredLayers(store), upstream), manifests, ownImage, upstream);
    }
}
