package io.wave.documents;

import io.wave.augment.derive.DocumentCache;
import io.wave.registry.RegistryClient;
import io.wave.registry.config.CredentialHashes;
import io.wave.registry.config.RegistryClientProperties;
import io.wave.registry.config.TenantCredentials;
import io.wave.security.RootKey;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;

/** The documents of source images, for a service with the clients of registries and Redis. */
@Configuration(proxyBeanMethods = false)
public class DocumentCacheConfiguration {

    private static final Duration MIN_TIME = Duration.ofHours(1);

    @Bean
    CredentialHashes credentialHashes(TenantCredentials credentials, RootKey rootKey) {
        return new CredentialHashes(credentials, rootKey);
    }

    /** Longer than the digests of tags, since a document is not read again each time a registry is asked for a tag. */
    @Bean
    DocumentCache documentCache(
            ReactiveStringRedisTemplate redis, CredentialHashes credentials, RegistryClientProperties limits) {
        Duration time = limits.staleTags().multipliedBy(2);
        return new SharedDocuments(redis, credentials, time.compareTo(MIN_TIME) > 0 ? time : MIN_TIME);
    }

    @Bean
    KnownTags knownTags(
            RegistryClient registries,
            CredentialHashes credentials,
            ReactiveStringRedisTemplate redis,
            RegistryClientProperties limits,
            Clock clock) {
        return new KnownTags(registries::isLimited, credentials, redis, limits.staleTags(), clock);
    }
}
