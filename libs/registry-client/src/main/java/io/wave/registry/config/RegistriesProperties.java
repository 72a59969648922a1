package io.wave.registry.config;

import io.wave.egress.Destination;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The configured registries. For each setting, the entry with the longest matching prefix that has it applies.
 *
 * @param registries settings of registries by {@code host[/path]}; the key {@code default} is reserved and ignored
 */
@ConfigurationProperties("wave")
public record RegistriesProperties(@DefaultValue Map<String, RegistryEntry> registries) {

    private static final String RESERVED = "default";

    /** @throws IllegalArgumentException if a key is not {@code host[/path]} or an endpoint is invalid */
    public RegistriesProperties {
        Map<String, RegistryEntry> checked = new LinkedHashMap<>();
        registries.forEach((key, entry) -> {
            if (!key.equals(RESERVED)) {
                checked.put(prefix(key, entry).toString(), entry);
            }
        });
        registries = Map.copyOf(checked);
    }

    private static RegistryPrefix prefix(String key, RegistryEntry entry) {
        try {
            Optional.ofNullable(entry.endpoint()).ifPresent(text -> RegistryEndpoint.of(text, entry.insecure()));
            return RegistryPrefix.parse(key);
        } catch (IllegalArgumentException reason) {
            throw new IllegalArgumentException("wave.registries.%s: %s".formatted(key, reason.getMessage()), reason);
        }
    }

    /** The credentials for a repository. */
    public Optional<Credentials> credentials(String registry, String repository) {
        return longest(registry, repository, RegistryEntry::credentials);
    }

    /** Who may use the credentials for a repository. */
    RegistryEntry.Callers callers(String registry, String repository) {
        return withCredentials(registry, repository).map(RegistryEntry::callers).orElse(RegistryEntry.Callers.ALL);
    }

    /** Whether callers may push to a repository with the configured credentials. */
    boolean isPushAllowed(String registry, String repository) {
        return withCredentials(registry, repository).filter(RegistryEntry::push).isPresent();
    }

    /** Whether there are credentials for a repository below this prefix, or for all of them. */
    boolean hasCredentialsWithin(RegistryPrefix prefix) {
        return registries.entrySet().stream()
                .filter(entry -> entry.getValue().credentials().isPresent())
                .map(entry -> RegistryPrefix.ofCanonical(entry.getKey()))
                .anyMatch(prefix::overlaps);
    }

    private Optional<RegistryEntry> withCredentials(String registry, String repository) {
        return longest(registry, repository, entry -> entry.credentials().map(_ -> entry));
    }

    /** The endpoint of the registry of a repository. */
    public RegistryEndpoint endpoint(String registry, String repository) {
        boolean insecure = longest(
                        registry, repository, entry -> entry.insecure() ? Optional.of(true) : Optional.empty())
                .isPresent();
        return longest(registry, repository, entry -> Optional.ofNullable(entry.endpoint()))
                .map(found -> RegistryEndpoint.of(found, insecure))
                .orElseGet(() -> RegistryEndpoint.ofRegistry(registry, insecure));
    }

    /** The locations of all configured prefixes, for a {@code registries.conf}. */
    public List<RegistryLocation> locations() {
        return registries.keySet().stream()
                .sorted()
                .map(key -> location(RegistryPrefix.ofCanonical(key)))
                .toList();
    }

    /** The hosts and ports of the configured registries. */
    public Stream<Destination> destinations() {
        return registries.keySet().stream()
                .map(RegistryPrefix::ofCanonical)
                .map(prefix -> Destination.of(
                        endpoint(prefix.registry(), prefix.path()).base()));
    }

    /** The location of a repository, for a {@code registries.conf}. */
    public RegistryLocation location(String registry, String repository) {
        return location(new RegistryPrefix(registry, repository));
    }

    private RegistryLocation location(RegistryPrefix prefix) {
        RegistryEndpoint endpoint = endpoint(prefix.registry(), prefix.path());
        boolean ownName = endpoint.equals(RegistryEndpoint.ofRegistry(prefix.registry(), !endpoint.isSecure()));
        String host = ownName ? prefix.registry() : endpoint.location();
        String location = prefix.path().isEmpty() ? host : host + "/" + prefix.path();
        return new RegistryLocation(prefix.toString(), location, !endpoint.isSecure());
    }

    private <T> Optional<T> longest(String registry, String repository, Function<RegistryEntry, Optional<T>> setting) {
        return RegistryPrefix.longest(registries, registry, repository, setting);
    }
}
