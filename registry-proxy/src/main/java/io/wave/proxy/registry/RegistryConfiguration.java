package io.wave.proxy.registry;

import io.wave.proxy.address.ClientAddresses;
import io.wave.proxy.blob.Blobs;
import io.wave.proxy.blob.StreamPlaces;
import io.wave.proxy.blob.UpstreamBlobs;
import io.wave.proxy.event.PullEvents;
import io.wave.proxy.hold.Holds;
import io.wave.proxy.image.Lookups;
import io.wave.proxy.image.ManifestsInWork;
import io.wave.proxy.image.OwnImage;
import io.wave.proxy.image.ReadyAnswers;
import io.wave.proxy.token.Requests;
import io.wave.registry.RegistryClient;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RegistryProperties.class)
class RegistryConfiguration {

    @Bean
    RegistryFilter registryFilter(
            TokenedCalls tokened, TokenlessCalls tokenless, StreamPlaces places, ClientAddresses addresses) {
        return new RegistryFilter(tokened, tokenless, places, addresses);
    }

    @Bean
    TokenedCalls tokenedCalls(
            Requests requests,
            ClientAddresses addresses,
            Holds holds,
            ManifestsInWork manifests,
            OwnImage ownImage,
            Blobs blobs,
            Listings listings,
            PullEvents pulls) {
        return new TokenedCalls(requests, addresses, holds, manifests, ownImage, blobs, listings, pulls);
    }

    @Bean
    PullsAtDoor pullsAtDoor(
            Requests requests, Holds holds, ManifestsInWork manifests, OwnImage ownImage, ReadyAnswers ready) {
        return new PullsAtDoor(requests, holds, manifests, ownImage, ready);
    }

    @Bean
    TokenlessCalls tokenlessCalls(
            RegistryProperties properties, RegistryClient registries, UpstreamBlobs blobs, Listings listings) {
        return new TokenlessCalls(properties.tokenless(), registries, blobs, listings);
    }

    @Bean
    Listings listings(Lookups lookups) {
        return new Listings(lookups);
    }
}
