package io.wave.registry.config;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of a registry, or of the repositories below a path in it.
 *
 * @param username user name; requires a password
 * @param password password, access key or token of that user
 * @param insecure whether to use plain http
 * @param endpoint endpoint to call instead of the registry itself: {@code http(s)://host[:port][/path]} or {@code host[:port]}
 */
public record RegistryEntry(
        @Nullable String username,
        @Nullable String password,
        @DefaultValue("false") boolean insecure,
        @Nullable String endpoint) {

    private static final RegistryEntry EMPTY = new RegistryEntry(null, null, false, null);

    /** @throws IllegalArgumentException if only one of user name and password is given */
    public RegistryEntry {
        if ((username == null) != (password == null)) {
            throw new IllegalArgumentException("username and password must be set together");
        }
    }

    /** For the key {@code default}, whose value is a plain name and is ignored. */
    public static RegistryEntry of(String plainName) {
        return EMPTY;
    }

    Optional<Credentials> credentials() {
        return username == null || password == null
                ? Optional.empty()
                : Optional.of(new Credentials(username, password));
    }

    @Override
    public String toString() {
        return "RegistryEntry[username=%s, insecure=%s, endpoint=%s]".formatted(username, insecure, endpoint);
    }
}
