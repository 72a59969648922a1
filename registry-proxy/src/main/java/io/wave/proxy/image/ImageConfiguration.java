package io.wave.proxy.image;

import io.wave.augment.derive.Deriver;
import io.wave.proxy.cache.CredentialHashes;
import io.wave.proxy.cache.DerivationCache;
import io.wave.proxy.event.PullCounter;
import io.wave.proxy.token.RequestCache;
import io.wave.registry.RegistryClient;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ManifestProperties.class, BuildRepositories.class})
class ImageConfiguration {

    @Bean
    Manifests manifests(
            RegistryClient registries,
            RegistryLookups lookups,
            RequestCache requests,
            CredentialHashes credentials,
            ReactiveStringRedisTemplate redis,
            ManifestProperties properties,
            Clock clock) {
        return new Manifests(
                new SourceResolver(lookups, requests, new PinnedTags(redis, clock)),
                new Deriver(registries),
                new DerivationCache(properties.memory(), properties.sharedMaxSize(), redis, credentials, clock));
    }

    @Bean
    TokenScope scope(Manifests manifests, RegistryClient registries, BuildRepositories shared) {
        return new TokenScope(manifests, registries, shared.names());
    }

    @Bean
    ResponseCache readyAnswers(ManifestProperties properties, RequestCache requests, PullCounter pulls) {
        return new ResponseCache(properties.answers(), requests, pulls);
    }

    @Bean
    ManifestLoader manifestsInWork(Manifests manifests, TokenScope scope, ResponseCache ready) {
        return new ManifestLoader(manifests, scope, ready);
    }
}
