package io.wave.registry.config;

import io.wave.token.RequestRecord;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.ConstructorBinding;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of a registry, or of the repositories below a path in it.
 *
 * @param username user name; requires a password
 * @param password password, access key or token of that user
 * @param insecure whether to use plain http
 * @param endpoint endpoint to call instead of the registry itself: {@code http(s)://host[:port][/path]} or {@code host[:port]}
 * @param callers who may pull with these credentials: {@code all} callers, {@code named} ones (with an API token), or {@code none}
 * @param push whether these callers may push here with these credentials, to repositories that they name in requests
 */
public record RegistryEntry(
        @Nullable String username,
        @Nullable String password,
        @DefaultValue("false") boolean insecure,
        @Nullable String endpoint,
        @DefaultValue("all") Callers callers,
        @DefaultValue("false") boolean push) {

    private static final RegistryEntry EMPTY = new RegistryEntry(null, null, false, null);

    /** Who may use the credentials of an entry. The repositories of the installation are called with them for everyone. */
    public enum Callers {
        ALL,
        NAMED,
        NONE;

        boolean include(String tenant) {
            return switch (this) {
                case ALL -> true;
                case NAMED -> !tenant.equals(RequestRecord.ANONYMOUS);
                case NONE -> false;
            };
        }
    }

    /** @throws IllegalArgumentException if only one of user name and password is given */
    @ConstructorBinding
    public RegistryEntry {
        if ((username == null) != (password == null)) {
            throw new IllegalArgumentException("username and password must be set together");
        }
    }

    /** An entry whose credentials all callers may use to pull. */
    public RegistryEntry(
            @Nullable String username, @Nullable String password, boolean insecure, @Nullable String endpoint) {
        this(username, password, insecure, endpoint, Callers.ALL, false);
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
