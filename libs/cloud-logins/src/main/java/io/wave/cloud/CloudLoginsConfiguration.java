package io.wave.cloud;

import io.wave.cloud.aws.AwsProperties;
import io.wave.cloud.aws.EcrLogins;
import io.wave.cloud.azure.AzureLogins;
import io.wave.cloud.google.GoogleLogins;
import io.wave.cloud.login.CloudLogins;
import io.wave.cloud.login.LoginProvider;
import io.wave.registry.config.RegistriesProperties;
import io.wave.registry.login.LoginExchange;
import io.wave.security.TrustedCertificates;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/** The logins of clouds, for the registry client and for the tools of jobs. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AwsProperties.class)
public class CloudLoginsConfiguration {

    @Bean
    EcrLogins ecrLogins(AwsProperties properties, ObjectProvider<TrustedCertificates> certificates) {
        return new EcrLogins(
                properties,
                DefaultCredentialsProvider.builder().build(),
                certificates.getIfAvailable(() -> TrustedCertificates.OF_RUNTIME),
                Clock.systemUTC());
    }

    @Bean
    GoogleLogins googleLogins(ObjectProvider<TrustedCertificates> certificates) {
        return GoogleLogins.ofEnvironment(
                certificates.getIfAvailable(() -> TrustedCertificates.OF_RUNTIME), Clock.systemUTC());
    }

    @Bean
    AzureLogins azureLogins(ObjectProvider<TrustedCertificates> certificates) {
        return new AzureLogins(
                System.getenv(), certificates.getIfAvailable(() -> TrustedCertificates.OF_RUNTIME), Clock.systemUTC());
    }

    /** @throws IllegalArgumentException if an identity is configured for a registry of another cloud */
    @Bean
    LoginExchange loginExchange(List<LoginProvider> providers, RegistriesProperties registries) {
        IdentityCheck.check(registries, providers);
        ThreadFactory threads = Thread.ofVirtual().name("cloud-login-", 0).factory();
        return new CloudLogins(
                providers, Clock.systemUTC(), task -> threads.newThread(task).start());
    }
}
