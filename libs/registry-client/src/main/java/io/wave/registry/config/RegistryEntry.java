package io.wave.registry.config;

import io.wave.registry.config.Credentials.Kind;
import io.wave.token.RequestRecord;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.ConstructorBinding;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of a registry, or of the repositories below a path in it.
 *
 * @param username user name, access key id or role of AWS; all but a role require a password
 * @param password password, secret access key or token of that user; the external id of a role
 * @param identity cloud that gives this service an identity, which is used instead of user name and password: {@code aws}, {@code google} or
 *     {@code azure}
 * @param insecure whether to use plain http
 * @param endpoint endpoint to call instead of the registry itself: {@code http(s)://host[:port][/path]} or {@code host[:port]}
 * @param callers who may pull with these credentials: {@code all} callers, {@code named} ones (with an API token), or {@code none}
 * @param push whether these callers may push here with these credentials, to repositories that they name in requests
 */
public record RegistryEntry(
        @Nullable String username,
        @Nullable String password,
        @Nullable Identity identity,
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

    /** A cloud that gives identities to services. */
    public enum Identity {
        AWS(Kind.AWS_IDENTITY),
        GOOGLE(Kind.GOOGLE_IDENTITY),
        AZURE(Kind.AZURE_IDENTITY);

        private final Kind kind;

        Identity(Kind kind) {
            this.kind = kind;
        }
    }

    /** @throws IllegalArgumentException if only one of user name and password is given, or either of them with an identity */
    @ConstructorBinding
    public RegistryEntry {
        boolean named = username != null && Credentials.isRole(username);
        if (!named && (username == null) != (password == null)) {
            throw new IllegalArgumentException("username and password must be set together");
        }
        if (identity != null && (username != null || password != null)) {
            throw new IllegalArgumentException("identity cannot be set together with username and password");
        }
    }

    /** An entry whose credentials all callers may use to pull. */
    public RegistryEntry(
            @Nullable String username, @Nullable String password, boolean insecure, @Nullable String endpoint) {
        this(username, password, null, insecure, endpoint, Callers.ALL, false);
    }

    /** An entry whose identity all callers may use to pull. */
    public static RegistryEntry of(Identity identity, @Nullable String endpoint) {
        return new RegistryEntry(null, null, identity, false, endpoint, Callers.ALL, false);
    }

    /** For the key {@code default}, whose value is a plain name and is ignored. */
    public static RegistryEntry of(String plainName) {
        return EMPTY;
    }

    Optional<Credentials> credentials() {
        if (identity != null) {
            return Optional.of(Credentials.ofIdentity(identity.kind));
        }
        return Optional.ofNullable(username)
                .map(name -> Credentials.ofOperator(
                        name, Optional.ofNullable(password).orElse("")));
    }

    @Override
    public String toString() {
        return "RegistryEntry[username=%s, insecure=%s, endpoint=%s]".formatted(username, insecure, endpoint);
    }
}
