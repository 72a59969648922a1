package io.wave.proxy.token;

import com.github.benmanes.caffeine.cache.Ticker;
import io.wave.proxy.requestapi.RequestApiClient;
import io.wave.registry.config.UserLogins;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RequestsProperties.class)
class TokenConfiguration {

    @Bean
    RedisRequests redisRequests(ReactiveStringRedisTemplate redis, JsonMapper json) {
        return new RedisRequests(redis, json);
    }

    @Bean
    RequestCache requestCache(
            RedisRequests stored, RequestApiClient requestApi, RequestsProperties properties, UserLogins logins) {
        UnknownTokenLimit unknownTokens = new UnknownTokenLimit(properties.unknownPerMinute(), Ticker.systemTicker());
        return new RequestCache(stored, requestApi, unknownTokens, properties, logins, Clock.systemUTC());
    }

    @Bean
    RevocationListener revocationListener(RequestCache requestCache) {
        return new RevocationListener(requestCache);
    }

    @Bean
    TokenRefresher tokenRefresher(
            RequestCache requestCache,
            RedisRequests stored,
            RequestApiClient requestApi,
            RequestsProperties properties) {
        return new TokenRefresher(requestCache, stored, requestApi, properties.checkInterval(), Clock.systemUTC());
    }
}
