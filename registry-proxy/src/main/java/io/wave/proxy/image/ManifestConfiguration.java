package io.wave.proxy.image;

import io.wave.augment.derive.Deriver;
import io.wave.proxy.cache.CredentialHashes;
import io.wave.proxy.cache.Derivations;
import io.wave.proxy.event.PullEvents;
import io.wave.proxy.token.Requests;
import io.wave.registry.RegistryClient;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ManifestProperties.class, BuildRepositories.class})
class ManifestConfiguration {

    @Bean
    Manifests manifests(
            RegistryClient registries,
            Lookups lookups,
            Requests requests,
            CredentialHashes credentials,
            ReactiveStringRedisTemplate redis,
            ManifestProperties properties,
            Clock clock) {
        return new Manifests(
                new Sources(lookups, requests, new TagPins(redis, clock)),
                new Deriver(registries),
                new Derivations(properties.memory(), properties.sharedMaxSize(), redis, credentials, clock));
    }

    @Bean
    OwnImage ownImage(Manifests manifests, RegistryClient registries, BuildRepositories shared) {
        return new OwnImage(manifests, registries, shared.names());
    }

    @Bean
    ReadyAnswers readyAnswers(ManifestProperties properties, Requests requests, PullEvents pulls) {
        return new ReadyAnswers(properties.answers(), requests, pulls);
    }

    @Bean
    ManifestsInWork manifestsInWork(Manifests manifests, OwnImage ownImage, ReadyAnswers ready) {
        return new ManifestsInWork(manifests, ownImage, ready);
    }
}
