package io.wave.registry.config;

import io.wave.image.ImageReference;
import java.util.Optional;

/** The credentials that the calls and jobs of a tenant use. They are looked up when needed and never stored. */
@FunctionalInterface
public interface JobCredentials {

    /**
     * The credentials for a repository.
     *
     * @param tenant tenant of the call or job
     */
    Optional<Credentials> of(String tenant, String registry, String repository);

    /** The credentials for an image. */
    default Optional<Credentials> of(String tenant, ImageReference image) {
        return of(tenant, image.registry(), image.repository());
    }

    /** The credentials in the configuration of this service, for all tenants. */
    static JobCredentials configured(RegistriesProperties registries) {
        return (_, registry, repository) -> registries.credentials(registry, repository);
    }
}
