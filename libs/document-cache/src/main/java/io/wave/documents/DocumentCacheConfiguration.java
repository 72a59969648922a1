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

    /** The documents of a tag are kept at least as long as its digest may be used. */
    @Bean
    DocumentCache documentCache(
            ReactiveStringRedisTemplate redis, CredentialHashes credentials, RegistryClientProperties limits) {
        Duration stale = limits.staleTags();
        return new SharedDocuments(redis, credentials, stale.compareTo(MIN_TIME) > 0 ? stale : MIN_TIME);
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
