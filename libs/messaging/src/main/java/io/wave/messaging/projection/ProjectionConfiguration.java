package io.wave.messaging.projection;

import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.core.StringRedisTemplate;
import tools.jackson.databind.json.JsonMapper;

/** The writers of what readers find in Redis. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(JobRecordProperties.class)
public class ProjectionConfiguration {

    /** Not a bean: a service may configure its own for HTTP. */
    private final JsonMapper json = JsonMapper.builder().build();

    @Bean
    JobRecords jobRecords(StringRedisTemplate redis, JobRecordProperties properties) {
        return new JobRecords(redis, json, properties.recordTimeToLive());
    }

    @Bean
    RevokedTokens revokedTokens(StringRedisTemplate redis) {
        return new RevokedTokens(redis, Clock.systemUTC());
    }

    @Bean
    ProjectionWriter projectionWriter(JobRecords jobs, RevokedTokens revoked) {
        return new ProjectionWriter(jobs, revoked, json);
    }
}
