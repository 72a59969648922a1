package io.wave.registry.access;

import io.wave.registry.config.Credentials;
import io.wave.registry.config.RegistriesProperties;
import io.wave.registry.config.RegistryEndpoint;
import java.net.URI;
import java.util.Optional;

/**
 * A repository as it is asked for: where it is reached, on whose behalf, with what credentials.
 *
 * @param registry name in image references
 * @param repository name within the registry
 * @param endpoint where it is reached
 * @param tenant who asks
 * @param credentials what may be shown to the endpoint, and to no other
 * @param purpose what it is called for
 */
public record RegistryTarget(
        String registry,
        String repository,
        RegistryEndpoint endpoint,
        String tenant,
        Optional<Credentials> credentials,
        Purpose purpose) {

    private static final int ENTRY = 200;

    public static RegistryTarget of(
            RegistriesProperties registries, String registry, String repository, RegistryAccess access) {
        return new RegistryTarget(
                registry,
                repository,
                registries.endpoint(registry, repository),
                access.tenant(),
                access.usesCredentials() ? registries.credentials(registry, repository) : Optional.empty(),
                Purpose.PULL);
    }

    /** The same repository, called for this. */
    public RegistryTarget to(Purpose other) {
        return new RegistryTarget(registry, repository, endpoint, tenant, credentials, other);
    }

    /** About its characters, many of which a user has chosen. */
    public int weight() {
        return ENTRY + registry.length() + repository.length() + tenant.length();
    }

    public Origin origin() {
        return Origin.of(endpoint.base());
    }

    public URI uri(String pathInRepository) {
        return endpoint.resolve("/v2/" + repository + pathInRepository);
    }

    /** Name in messages. */
    @Override
    public String toString() {
        return registry + "/" + repository;
    }
}
