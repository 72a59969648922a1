package io.wave.documents;

import io.wave.augment.derive.DocumentCache;
import io.wave.registry.config.CredentialHashes;
import io.wave.registry.config.TenantCredentials;
import io.wave.security.RootKey;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;

/** The documents of source images, for a service with the clients of registries and Redis. */
@Configuration(proxyBeanMethods = false)
public class DocumentCacheConfiguration {

    @Bean
    CredentialHashes credentialHashes(TenantCredentials credentials, RootKey rootKey) {
        return new CredentialHashes(credentials, rootKey);
    }

    @Bean
    DocumentCache documentCache(ReactiveStringRedisTemplate redis, CredentialHashes credentials) {
        return new SharedDocuments(redis, credentials);
    }
}
