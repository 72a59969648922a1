package io.wave.proxy.image;

import io.wave.proxy.cache.CredentialHashes;
import io.wave.proxy.cache.SharedRegistryTokens;
import io.wave.registry.RegistriesProperties;
import io.wave.registry.RegistryClient;
import io.wave.registry.TokenFlights;
import io.wave.security.RootKey;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;

@Configuration(proxyBeanMethods = false)
class LookupConfiguration {

    @Bean
    CredentialHashes credentialHashes(RegistriesProperties registries, RootKey rootKey) {
        return new CredentialHashes(registries, rootKey);
    }

    @Bean
    TokenFlights sharedTokens(ReactiveStringRedisTemplate redis, RootKey rootKey) {
        return new SharedRegistryTokens(redis, rootKey);
    }

    @Bean
    RegistryLookups lookups(
            RegistryClient registries, CredentialHashes credentials, ReactiveStringRedisTemplate redis) {
        return new RegistryLookups(registries, credentials, redis);
    }
}
