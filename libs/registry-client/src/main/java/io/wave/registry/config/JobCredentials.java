package io.wave.registry.config;

import io.wave.image.ImageReference;
import java.util.Optional;

/** Credentials of jobs for registries. They are looked up when needed and never stored. */
@FunctionalInterface
public interface JobCredentials {

    /**
     * The credentials for an image.
     *
     * @param tenant tenant of the job
     */
    Optional<Credentials> of(String tenant, ImageReference image);

    /** The credentials in the configuration of this service, for all tenants. */
    static JobCredentials configured(RegistriesProperties registries) {
        return (_, image) -> registries.credentials(image.registry(), image.repository());
    }
}
