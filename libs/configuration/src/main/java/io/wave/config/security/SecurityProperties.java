package io.wave.config.security;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Security of the installation.
 *
 * @param key root key: base64 of at least 32 random bytes, the same for all replicas of all services
 */
@ConfigurationProperties("wave.security")
record SecurityProperties(@Nullable String key) {

    @Override
    public String toString() {
        return "SecurityProperties[key=***]";
    }
}
