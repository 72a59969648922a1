package io.wave.registry;

import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** The registry client and what it is configured with. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({RegistriesProperties.class, RegistryClientProperties.class})
public class RegistryClientConfiguration {

    @Bean
    RegistryClient registryClient(RegistriesProperties registries, RegistryClientProperties limits) {
        return new RegistryClient(registries, limits, JsonMapper.builder().build(), Clock.systemUTC());
    }
}
