package io.wave.api;

import io.wave.cloud.CloudLoginsConfiguration;
import io.wave.documents.DocumentCacheConfiguration;
import io.wave.limit.RateLimitConfiguration;
import io.wave.messaging.MessagingConfiguration;
import io.wave.registry.RegistryClientConfiguration;
import io.wave.store.ObjectStoreConfiguration;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.EnableScheduling;

/** The HTTP API: accepts container requests, stores them and starts builds. */
// Errors that Tomcat reports itself are written by JsonErrorValve.
@SpringBootApplication(exclude = ErrorMvcAutoConfiguration.class)
@ConfigurationPropertiesScan
@EnableScheduling
@Import({
    MessagingConfiguration.class,
    ObjectStoreConfiguration.class,
    RegistryClientConfiguration.class,
    DocumentCacheConfiguration.class,
    CloudLoginsConfiguration.class,
    RateLimitConfiguration.class
})
public class RequestApiApplication {

    /** Starts the service with the configuration of {@code request-api.yml}. */
    public static void main(String[] args) {
        new SpringApplicationBuilder(RequestApiApplication.class)
                .properties("spring.config.name=request-api")
                .run(args);
    }

    /** Truncated to microseconds, the precision of PostgreSQL. */
    @Bean
    Clock clock() {
        return Clock.tick(Clock.systemUTC(), Duration.ofNanos(1000));
    }

    @Bean
    SecureRandom secureRandom() {
        return new SecureRandom();
    }
}
