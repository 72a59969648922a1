package io.wave.registry.config;

import io.wave.image.ImageReference;
import java.util.Optional;

/** The credentials with which a job reaches registries: looked up when they are needed, and kept nowhere. */
@FunctionalInterface
public interface JobCredentials {

    /**
     * Those for an image.
     *
     * @param tenant whose job it is
     */
    Optional<Credentials> of(String tenant, ImageReference image);

    /** The same for all tenants: what this service has been configured with. */
    static JobCredentials configured(RegistriesProperties registries) {
        return (_, image) -> registries.credentials(image.registry(), image.repository());
    }
}
