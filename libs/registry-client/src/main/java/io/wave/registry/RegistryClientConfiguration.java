package io.wave.registry;

import io.wave.egress.Downloads;
import io.wave.egress.EgressPolicy;
import io.wave.egress.EgressProperties;
import io.wave.registry.auth.TokenFlights;
import io.wave.registry.config.OwnRepositories;
import io.wave.registry.config.RegistriesProperties;
import io.wave.registry.config.RegistryClientProperties;
import java.time.Clock;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The registry client and what it is configured with. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({
    RegistriesProperties.class,
    RegistryClientProperties.class,
    EgressProperties.class,
    OwnRepositories.class
})
public class RegistryClientConfiguration {

    /** One for all that this service connects to on a user's word. */
    @Bean
    EgressPolicy egressPolicy(EgressProperties properties, RegistriesProperties registries, OwnRepositories own) {
        return new EgressPolicy(
                properties,
                Stream.concat(registries.destinations(), own.destinations(registries))
                        .toList());
    }

    @Bean
    Downloads downloads(EgressPolicy egress) {
        return new Downloads(egress);
    }

    @Bean
    RegistryClient registryClient(
            RegistriesProperties registries,
            RegistryClientProperties limits,
            EgressPolicy egress,
            ObjectProvider<TokenFlights> tokens) {
        return new RegistryClient(
                registries, limits, egress, tokens.getIfAvailable(() -> TokenFlights.NONE), Clock.systemUTC());
    }
}
