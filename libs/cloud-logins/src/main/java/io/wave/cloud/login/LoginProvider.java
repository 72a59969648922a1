package io.wave.cloud.login;

import io.wave.registry.access.RegistryTarget;
import java.util.Optional;

/** Requests logins for the registries of one cloud. */
public interface LoginProvider {

    /**
     * What the registry of a call has in common with all registries at which the same login is accepted; empty if the credentials of the
     * call are sent as they are.
     *
     * @param target a call with credentials
     */
    Optional<String> scope(RegistryTarget target);

    /**
     * Requests a login, which may take seconds.
     *
     * @param target a call with a scope
     * @throws LoginException if the cloud gives out none
     */
    CloudLogin request(RegistryTarget target);
}
