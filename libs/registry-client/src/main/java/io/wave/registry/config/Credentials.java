package io.wave.registry.config;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * User name and password for a registry.
 *
 * @param username user name
 * @param password password, access key or token
 * @param ofPlatform whether a user keeps them in a Platform; else they are in the configuration
 */
public record Credentials(String username, String password, boolean ofPlatform) {

    /** In the configuration. */
    public Credentials(String username, String password) {
        this(username, password, false);
    }

    /** The same, kept in a Platform. */
    Credentials keptInPlatform() {
        return new Credentials(username, password, true);
    }

    /** Base64 of {@code username:password}, as in Basic authentication and in container auth files. */
    public String encoded() {
        return Base64.getEncoder().encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "***";
    }
}
