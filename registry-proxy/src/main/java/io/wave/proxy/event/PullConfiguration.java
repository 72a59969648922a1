package io.wave.proxy.event;

import io.micrometer.core.instrument.MeterRegistry;
import io.wave.proxy.background.BackgroundWork;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.KafkaTemplate;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PullEventsProperties.class)
class PullConfiguration {

    @Bean
    PullEventSender pullEventSender(
            KafkaTemplate<String, String> kafka,
            JsonMapper json,
            MeterRegistry meters,
            PullEventsProperties properties) {
        return new PullEventSender(kafka, json, meters, properties.maxWaiting());
    }

    @Bean
    PullCounts pullEvents(PullEventSender sender, PullEventsProperties properties) {
        return new PullCounts(properties.maxCounted(), sender, Clock.systemUTC());
    }

    @Bean
    BackgroundWork pullSums(PullCounts counts, PullEventsProperties properties) {
        return () -> BackgroundWork.every(properties.interval(), Mono.fromRunnable(counts::tellAll));
    }
}
