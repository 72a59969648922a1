package io.wave.proxy.event;

import io.micrometer.core.instrument.MeterRegistry;
import io.wave.proxy.background.BackgroundTask;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.KafkaTemplate;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PullEventsProperties.class)
class PullEventConfiguration {

    @Bean
    PullEventSender pullEventSender(
            KafkaTemplate<String, String> kafka,
            JsonMapper json,
            MeterRegistry meters,
            PullEventsProperties properties) {
        return new PullEventSender(kafka, json, meters, properties.maxWaiting());
    }

    @Bean
    PullCounter pullCounter(PullEventSender sender, PullEventsProperties properties) {
        return new PullCounter(properties.maxCounted(), sender, Clock.systemUTC());
    }

    @Bean
    BackgroundTask pullCountPublisher(PullCounter counts, PullEventsProperties properties) {
        return () -> BackgroundTask.every(properties.interval(), Mono.fromRunnable(counts::publishAll));
    }
}
