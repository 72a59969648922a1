package io.wave.registry.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;

/**
 * Registry credentials of users, with the static API tokens that identify them.
 *
 * @param tokens API tokens of users by name, which is also the tenant
 */
@ConfigurationProperties("wave.tokens")
public record TenantRegistriesProperties(
        @Name("static") @DefaultValue Map<String, Token> tokens) {

    /** @throws IllegalArgumentException if a registry is not {@code host[/path]}, or a user name or password is missing */
    public TenantRegistriesProperties {
        Map<String, Token> checked = new HashMap<>();
        tokens.forEach((name, token) -> checked.put(name, checked("wave.tokens.static." + name, token)));
        tokens = Map.copyOf(checked);
    }

    private static Token checked(String key, Token token) {
        Map<String, Login> byPrefix = new HashMap<>();
        token.credentials().forEach((prefix, login) -> {
            String entry = "%s.credentials.%s".formatted(key, prefix);
            if (!login.isComplete()) {
                throw new IllegalArgumentException("%s: username and password are required".formatted(entry));
            }
            byPrefix.put(canonical(entry, prefix), login);
        });
        return new Token(
                byPrefix,
                token.registries().stream()
                        .map(prefix -> canonical(key + ".registries", prefix))
                        .toList());
    }

    private static String canonical(String key, String prefix) {
        try {
            return RegistryPrefix.parseOfImages(prefix).toString();
        } catch (IllegalArgumentException invalid) {
            throw new IllegalArgumentException("%s: %s".formatted(key, invalid.getMessage()), invalid);
        }
    }

    /** The credentials of a tenant for a repository: those with the longest matching prefix. */
    Optional<Credentials> credentials(String tenant, String registry, String repository) {
        return Optional.ofNullable(tokens.get(tenant)).flatMap(token -> token.find(registry, repository));
    }

    /** Whether a tenant may use the operator's credentials for a repository, whatever other callers may. */
    boolean mayUseOperators(String tenant, String registry, String repository) {
        return Optional.ofNullable(tokens.get(tenant))
                .filter(token -> token.registries().stream()
                        .map(RegistryPrefix::ofCanonical)
                        .anyMatch(prefix -> prefix.covers(registry, repository)))
                .isPresent();
    }

    /** Whether any tenant may use the operator's credentials for a repository, whatever other callers may. */
    boolean anyMayUseOperators(String registry, String repository) {
        return tokens.keySet().stream().anyMatch(tenant -> mayUseOperators(tenant, registry, repository));
    }

    /** Whether any tenant has credentials for a repository. */
    boolean anyFor(String registry, String repository) {
        return tokens.values().stream()
                .anyMatch(token -> token.find(registry, repository).isPresent());
    }

    /**
     * The registries of a token.
     *
     * @param credentials user names and passwords by {@code host[/path]}
     * @param registries registries, each {@code host[/path]}, for which the user may use the operator's credentials to pull and
     *     push
     */
    public record Token(
            @DefaultValue Map<String, Login> credentials,
            @DefaultValue List<String> registries) {

        public Token {
            credentials = Map.copyOf(credentials);
            registries = List.copyOf(registries);
        }

        private Optional<Credentials> find(String registry, String repository) {
            return RegistryPrefix.longest(credentials, registry, repository, login -> Optional.of(login.credentials()));
        }
    }

    /**
     * A login at a registry.
     *
     * @param username user name
     * @param password password, access key or token of that user; for the name of a role of AWS, its external id
     */
    public record Login(@Nullable String username, @Nullable String password) {

        private boolean isComplete() {
            return username != null && (password != null || Credentials.isRole(username));
        }

        private Credentials credentials() {
            return Credentials.ofOperator(
                    String.valueOf(username), Optional.ofNullable(password).orElse(""));
        }

        @Override
        public String toString() {
            return "***";
        }
    }
}
