package io.wave.proxy.token;

import com.github.benmanes.caffeine.cache.Ticker;
import io.wave.proxy.requestapi.RequestApi;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RequestsProperties.class)
class RequestConfiguration {

    @Bean
    RequestRecords requestRecords(ReactiveStringRedisTemplate redis, JsonMapper json) {
        return new RequestRecords(redis, json);
    }

    @Bean
    RememberedRequests requests(RequestRecords records, RequestApi requestApi, RequestsProperties properties) {
        StrangerLimit strangers = new StrangerLimit(properties.unknownPerMinute(), Ticker.systemTicker());
        return new RememberedRequests(records, requestApi, strangers, properties, Clock.systemUTC());
    }

    @Bean
    RevokedTokens revokedTokens(RememberedRequests requests) {
        return new RevokedTokens(requests);
    }

    @Bean
    TokenChecks tokenChecks(
            RememberedRequests requests, RequestRecords records, RequestApi requestApi, RequestsProperties properties) {
        return new TokenChecks(requests, records, requestApi, properties.checkInterval());
    }
}
