package io.wave.proxy.registry;

import io.wave.proxy.address.ClientAddresses;
import io.wave.proxy.blob.BlobStreamLimit;
import io.wave.proxy.blob.Blobs;
import io.wave.proxy.blob.SourceBlobs;
import io.wave.proxy.event.PullCounter;
import io.wave.proxy.hold.HeldPulls;
import io.wave.proxy.image.ManifestLoader;
import io.wave.proxy.image.PublicManifests;
import io.wave.proxy.image.RegistryLookups;
import io.wave.proxy.image.ResponseCache;
import io.wave.proxy.image.TokenScope;
import io.wave.proxy.token.RequestCache;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RegistryProperties.class)
class RegistryConfiguration {

    @Bean
    RegistryFilter registryFilter(
            TokenImageHandler tokenImages,
            PublicImageHandler publicImages,
            BlobStreamLimit limit,
            ClientAddresses addresses) {
        return new RegistryFilter(tokenImages, publicImages, limit, addresses);
    }

    @Bean
    TokenImageHandler tokenImageHandler(
            RequestCache requests,
            ClientAddresses addresses,
            HeldPulls heldPulls,
            ManifestLoader manifests,
            TokenScope scope,
            Blobs blobs,
            RepositoryListings repositoryListings,
            PullCounter pulls) {
        return new TokenImageHandler(
                requests, addresses, heldPulls, manifests, scope, blobs, repositoryListings, pulls);
    }

    @Bean
    PullFastPath pullFastPath(
            RequestCache requests,
            HeldPulls heldPulls,
            ManifestLoader manifests,
            TokenScope scope,
            ResponseCache responses) {
        return new PullFastPath(requests, heldPulls, manifests, scope, responses);
    }

    @Bean
    PublicImageHandler publicImageHandler(
            RegistryProperties properties,
            PublicManifests manifests,
            SourceBlobs blobs,
            RepositoryListings repositoryListings) {
        return new PublicImageHandler(properties.tokenless(), manifests, blobs, repositoryListings);
    }

    @Bean
    RepositoryListings repositoryListings(RegistryLookups lookups) {
        return new RepositoryListings(lookups);
    }
}
