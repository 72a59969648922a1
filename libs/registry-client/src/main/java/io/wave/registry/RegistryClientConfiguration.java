package io.wave.registry;

import io.wave.egress.Destination;
import io.wave.egress.Downloads;
import io.wave.egress.EgressPolicy;
import io.wave.egress.EgressProperties;
import io.wave.registry.auth.TokenSharing;
import io.wave.registry.config.BuildRepositories;
import io.wave.registry.config.RegistriesProperties;
import io.wave.registry.config.RegistryClientProperties;
import io.wave.registry.config.TenantCredentials;
import io.wave.registry.config.TenantRegistriesProperties;
import io.wave.registry.config.UserLogins;
import io.wave.registry.login.LoginExchange;
import io.wave.security.RootKey;
import io.wave.security.TrustedCertificates;
import io.wave.tracing.Traces;
import java.time.Clock;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The registry client and its configuration. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({
    RegistriesProperties.class,
    RegistryClientProperties.class,
    EgressProperties.class,
    BuildRepositories.class,
    TenantRegistriesProperties.class
})
public class RegistryClientConfiguration {

    /**
     * The policy for all connections that users' names and URLs cause.
     *
     * @param others other servers that the operator has configured for tools
     */
    @Bean
    EgressPolicy egressPolicy(
            EgressProperties properties,
            RegistriesProperties registries,
            BuildRepositories own,
            ObjectProvider<Destination> others,
            ObjectProvider<TrustedCertificates> certificates) {
        return new EgressPolicy(
                properties,
                Stream.of(registries.destinations(), own.destinations(registries), others.stream())
                        .flatMap(destinations -> destinations)
                        .toList(),
                certificates.getIfAvailable(() -> TrustedCertificates.OF_RUNTIME));
    }

    @Bean
    UserLogins userLogins(ObjectProvider<RootKey> rootKey) {
        return new UserLogins(rootKey.getIfAvailable());
    }

    /** The credentials of all calls and jobs. */
    @Bean
    TenantCredentials tenantCredentials(
            RegistriesProperties registries,
            TenantRegistriesProperties tenants,
            BuildRepositories installation,
            UserLogins logins) {
        return new TenantCredentials(registries, tenants, installation, logins::find);
    }

    @Bean
    Downloads downloads(EgressPolicy egress) {
        return new Downloads(egress);
    }

    @Bean
    RegistryClient registryClient(
            RegistriesProperties registries,
            TenantCredentials credentials,
            RegistryClientProperties limits,
            EgressPolicy egress,
            ObjectProvider<LoginExchange> exchange,
            ObjectProvider<TokenSharing> tokens,
            ObjectProvider<Traces> traces) {
        return new RegistryClient(
                registries,
                credentials,
                limits,
                egress,
                exchange.getIfAvailable(() -> LoginExchange.NONE),
                tokens.getIfAvailable(() -> TokenSharing.NONE),
                traces.getIfAvailable(() -> Traces.NONE),
                Clock.systemUTC());
    }

    @Bean
    HealthIndicator registriesHealthIndicator(RegistryClient client) {
        return new RegistriesHealth(client, Clock.systemUTC());
    }
}
