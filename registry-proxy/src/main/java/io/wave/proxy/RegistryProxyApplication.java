package io.wave.proxy;

import io.wave.cloud.CloudLoginsConfiguration;
import io.wave.documents.DocumentCacheConfiguration;
import io.wave.limit.RateLimitConfiguration;
import io.wave.registry.RegistryClientConfiguration;
import io.wave.store.ObjectStoreConfiguration;
import java.time.Clock;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The public entry point: serves images by token and forwards the API to request-api. */
@SpringBootApplication(proxyBeanMethods = false)
@Import({
    RegistryClientConfiguration.class,
    DocumentCacheConfiguration.class,
    CloudLoginsConfiguration.class,
    ObjectStoreConfiguration.class,
    RateLimitConfiguration.class
})
public class RegistryProxyApplication {

    static {
        // Buffers queued for a slow client; Netty reads this property once. The default of 128 keeps up to 8 MB per
        // client.
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
