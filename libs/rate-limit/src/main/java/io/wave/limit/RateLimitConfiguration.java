package io.wave.limit;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** The rate limits, if enabled. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RateLimitProperties.class)
public class RateLimitConfiguration {

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty("rate-limit.enabled")
    static class Enabled {

        @Bean
        Buckets buckets(LettuceConnectionFactory redis) {
            Buckets buckets = new Buckets(redis);
            var _ = buckets.open();
            return buckets;
        }

        @Bean
        RateLimits rateLimits(RateLimitProperties properties, Buckets buckets) {
            return new SharedRateLimits(properties, buckets);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty(name = "rate-limit.enabled", havingValue = false, matchIfMissing = true)
    static class Disabled {

        @Bean
        RateLimits rateLimits() {
            return new NoRateLimits();
        }
    }
}
