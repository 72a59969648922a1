package io.wave.proxy.image;

import io.wave.augment.derive.Deriver;
import io.wave.augment.derive.DocumentCache;
import io.wave.documents.KnownTags;
import io.wave.proxy.cache.DerivationCache;
import io.wave.proxy.cache.SharedRegistryTokens;
import io.wave.proxy.event.PullCounter;
import io.wave.proxy.token.RequestCache;
import io.wave.registry.RegistryClient;
import io.wave.registry.auth.TokenSharing;
import io.wave.registry.config.CredentialHashes;
import io.wave.security.RootKey;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ManifestProperties.class, BuildRepositories.class})
class ImageConfiguration {

    @Bean
    TokenSharing sharedRegistryTokens(ReactiveStringRedisTemplate redis, RootKey rootKey) {
        return new SharedRegistryTokens(redis, rootKey);
    }

    @Bean
    RegistryLookups registryLookups(
            RegistryClient registries,
            KnownTags known,
            CredentialHashes credentials,
            ReactiveStringRedisTemplate redis) {
        return new RegistryLookups(registries, known, credentials, redis);
    }

    @Bean
    PublicManifests publicManifests(RegistryClient registries, RegistryLookups lookups, DocumentCache documents) {
        return new PublicManifests(registries, lookups, documents);
    }

    @Bean
    Manifests manifests(
            RegistryClient registries,
            RegistryLookups lookups,
            RequestCache requests,
            DocumentCache documents,
            CredentialHashes credentials,
            ReactiveStringRedisTemplate redis,
            ManifestProperties properties,
            Clock clock) {
        return new Manifests(
                new SourceResolver(lookups, requests, new PinnedTags(redis, clock)),
                new Deriver(registries, documents),
                new DerivationCache(properties.memory(), properties.sharedMaxSize(), redis, credentials, clock));
    }

    @Bean
    TokenScope tokenScope(Manifests manifests, RegistryLookups lookups, BuildRepositories shared) {
        return new TokenScope(manifests, lookups, shared.names());
    }

    @Bean
    ResponseCache responseCache(ManifestProperties properties, RequestCache requests, PullCounter pulls) {
        return new ResponseCache(properties.answers(), requests, pulls);
    }

    @Bean
    ManifestLoader manifestLoader(Manifests manifests, TokenScope scope, ResponseCache responses) {
        return new ManifestLoader(manifests, scope, responses);
    }
}
