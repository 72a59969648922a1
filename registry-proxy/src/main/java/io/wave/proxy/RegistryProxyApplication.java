package io.wave.proxy;

import io.wave.limit.RateLimitConfiguration;
import io.wave.registry.RegistryClientConfiguration;
import io.wave.store.ObjectStoreConfiguration;
import java.time.Clock;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The public door: serves images under tokens and routes the API. */
@SpringBootApplication(proxyBeanMethods = false)
@Import({RegistryClientConfiguration.class, ObjectStoreConfiguration.class, RateLimitConfiguration.class})
public class RegistryProxyApplication {

    static {
        // Buffers that wait for a slow client; Netty reads this once. Its default of 128 holds 8 MB for each of them.
        System.setProperty("reactor.netty.send.maxPrefetchSize", "16");
    }

    public static void main(String[] args) {
        new SpringApplicationBuilder(RegistryProxyApplication.class)
                .properties("spring.config.name=registry-proxy")
                .run(args);
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
