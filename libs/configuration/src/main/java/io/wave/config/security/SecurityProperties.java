package io.wave.config.security;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Security of the installation.
 *
 * @param key root key: base64 of at least 32 random bytes, the same for all replicas of all services
 * @param caBundle file with certificates in PEM of more certificate authorities that services and builds trust
 */
@ConfigurationProperties("wave.security")
record SecurityProperties(@Nullable String key, @Nullable Path caBundle) {

    @Override
    public String toString() {
        return "SecurityProperties[key=***, caBundle=%s]".formatted(caBundle);
    }
}
