package io.wave.proxy.peer;

import io.wave.proxy.blobcache.BlobCache;
import io.wave.security.RootKey;
import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;

@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty({BlobCache.DIRECTORY, PeerClient.ENABLED_BY})
@EnableConfigurationProperties(PeerProperties.class)
class PeerConfiguration {

    @Bean
    OwnAddress ownAddress(PeerProperties properties) {
        return new OwnAddress(properties);
    }

    @Bean
    BlobOwners blobOwners(ReactiveStringRedisTemplate redis, OwnAddress own) {
        return new BlobOwners(redis, own);
    }

    @Bean
    PeerSignature peerSignature(RootKey rootKey, OwnAddress own, Clock clock) {
        return new PeerSignature(rootKey, own, clock);
    }

    @Bean
    PeerClient peerClient(PeerSignature signature) {
        return new PeerClient(signature);
    }
}
