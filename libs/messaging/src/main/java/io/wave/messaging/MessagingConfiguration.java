package io.wave.messaging;

import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.core.StringRedisTemplate;
import tools.jackson.databind.json.JsonMapper;

/** {@link Outbox}, {@link JobRecords} and the Kafka conventions, for a service with a database. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({OutboxProperties.class, JobRecordProperties.class})
public class MessagingConfiguration {

    /** Not a bean: a service may set up its own for HTTP. */
    private final JsonMapper json = JsonMapper.builder().build();

    @Bean
    JobRecords jobRecords(StringRedisTemplate redis, JobRecordProperties properties) {
        return new JobRecords(redis, json, properties.recordTimeToLive());
    }

    @Bean
    Outbox outbox(DataSource dataSource, OutboxProperties properties) {
        return new Outbox(dataSource, json, properties, UUID::randomUUID, () -> {});
    }
}
