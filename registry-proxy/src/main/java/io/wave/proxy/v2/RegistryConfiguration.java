package io.wave.proxy.v2;

import io.wave.limit.RateLimits;
import io.wave.proxy.address.ClientAddresses;
import io.wave.proxy.blob.Blobs;
import io.wave.proxy.blob.UpstreamBlobs;
import io.wave.proxy.connection.AheadOfServer;
import io.wave.proxy.guard.StreamPlaces;
import io.wave.proxy.hold.Holds;
import io.wave.proxy.lookup.Lookups;
import io.wave.proxy.manifest.Manifests;
import io.wave.proxy.manifest.OwnImage;
import io.wave.proxy.manifest.ReadyAnswers;
import io.wave.proxy.pull.PullEvents;
import io.wave.proxy.request.Requests;
import io.wave.registry.RegistryClient;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

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
            Manifests manifests,
            OwnImage ownImage,
            Blobs blobs,
            Listings listings,
            PullEvents pulls,
            ReadyAnswers ready,
            RateLimits limits) {
        return new TokenedCalls(
                requests, addresses, holds, manifests, ownImage, blobs, listings, pulls, ready, new PullLimit(limits));
    }

    /** Behind the ready answers. */
    @Bean
    @Order(1)
    NettyServerCustomizer waitingPullsAhead(
            Requests requests,
            Holds holds,
            Manifests manifests,
            OwnImage ownImage,
            ReadyAnswers ready,
            RateLimits limits) {
        WaitingPulls pulls = new WaitingPulls(requests, holds, manifests, ownImage, ready);
        return AheadOfServer.putUnlessLimited(limits, "wave.waitingPulls", () -> new WaitingPullHandler(pulls));
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
