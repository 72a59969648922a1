package io.wave.registry.access;

import io.wave.registry.config.Credentials;
import io.wave.registry.config.JobCredentials;
import io.wave.registry.config.RegistriesProperties;
import io.wave.registry.config.RegistryEndpoint;
import java.net.URI;
import java.util.Optional;

/**
 * The target of a call: a repository, its endpoint, and the tenant and credentials of the call.
 *
 * @param registry name in image references
 * @param repository name within the registry
 * @param endpoint endpoint of the registry
 * @param tenant tenant of the call
 * @param credentials credentials for this endpoint only
 * @param purpose access that the call needs
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
            RegistriesProperties registries,
            JobCredentials credentials,
            String registry,
            String repository,
            RegistryAccess access) {
        return new RegistryTarget(
                registry,
                repository,
                registries.endpoint(registry, repository),
                access.tenant(),
                access.usesCredentials() ? credentials.of(access.tenant(), registry, repository) : Optional.empty(),
                Purpose.PULL);
    }

    /** The same repository with another purpose. */
    public RegistryTarget to(Purpose other) {
        return new RegistryTarget(registry, repository, endpoint, tenant, credentials, other);
    }

    /** Approximate size in memory, in characters. */
    public int weight() {
        return ENTRY + registry.length() + repository.length() + tenant.length();
    }

    public Origin origin() {
        return Origin.of(endpoint.base());
    }

    public URI uri(String pathInRepository) {
        return endpoint.resolve("/v2/" + repository + pathInRepository);
    }

    /** The name of the repository in messages. */
    @Override
    public String toString() {
        return registry + "/" + repository;
    }
}
