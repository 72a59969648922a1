package io.wave.config.security;

import io.wave.config.InvalidConfigurationException;
import io.wave.security.RootKey;
import io.wave.security.TrustedCertificates;
import java.nio.file.Path;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The root key of the installation, the certificate authorities that it trusts and, in servlet services, the filter for internal endpoints. */
@AutoConfiguration
@EnableConfigurationProperties(SecurityProperties.class)
public final class WaveSecurityConfiguration {

    @Bean
    @ConditionalOnMissingBean
    static RootKey rootKey(SecurityProperties properties) {
        String key = properties.key();
        if (key == null || key.isBlank()) {
            throw invalid("wave.security.key is not set");
        }
        try {
            return RootKey.parse(key);
        } catch (IllegalArgumentException unusable) {
            throw invalid(String.valueOf(unusable.getMessage()));
        }
    }

    @Bean
    static TrustedCertificates trustedCertificates(SecurityProperties properties) {
        Path bundle = properties.caBundle();
        if (bundle == null) {
            return TrustedCertificates.OF_RUNTIME;
        }
        try {
            return TrustedCertificates.with(bundle);
        } catch (IllegalArgumentException unusable) {
            throw new InvalidConfigurationException(
                    "wave.security.ca-bundle: " + unusable.getMessage(),
                    "Set wave.security.ca-bundle to a file with certificates in PEM that the service can read.");
        }
    }

    private static InvalidConfigurationException invalid(String problem) {
        return new InvalidConfigurationException(
                problem,
                "Set wave.security.key to the output of 'openssl rand -base64 32', the same for all services.");
    }

    /** For servlet applications only. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    static class Servlet {

        @Bean
        InternalKeyFilter internalKeyFilter(RootKey rootKey) {
            return new InternalKeyFilter(rootKey);
        }
    }
}
