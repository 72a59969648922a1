package io.wave.registry.config;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * User name and password for a registry.
 *
 * @param username user name
 * @param password password, access key or token
 */
public record Credentials(String username, String password) {

    /** Base64 of {@code username:password}, as in Basic authentication and in container auth files. */
    public String encoded() {
        return Base64.getEncoder().encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "***";
    }
}
