package io.wave.messaging;

import io.lettuce.core.resource.Delay;
import io.wave.messaging.kafka.KafkaConfiguration;
import io.wave.messaging.outbox.OutboxConfiguration;
import io.wave.messaging.projection.ProjectionConfiguration;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Outbox, job records in Redis and the configuration of Kafka, for a service with a database. */
@Configuration(proxyBeanMethods = false)
@Import({KafkaConfiguration.class, OutboxConfiguration.class, ProjectionConfiguration.class})
public class MessagingConfiguration {

    private static final Duration LONGEST_RECONNECT = Duration.ofSeconds(2);

    /** Lettuce's default waits up to 30 s between attempts to reconnect. */
    @Bean
    ClientResourcesBuilderCustomizer quickReconnect() {
        return resources -> resources.reconnectDelay(
                Delay.exponential(Duration.ofMillis(50), LONGEST_RECONNECT, 2, TimeUnit.MILLISECONDS));
    }
}
