package io.wave.worker.registry;

import io.wave.job.engine.outcome.JobFailedException;
import io.wave.registry.access.RegistryAccess;
import io.wave.registry.access.RegistryTarget;
import io.wave.registry.config.Credentials;
import io.wave.registry.config.JobCredentials;
import io.wave.registry.config.RegistriesProperties;
import io.wave.registry.config.TenantCredentials;
import io.wave.registry.error.RegistryException;
import io.wave.registry.login.LoginExchange;
import java.time.Duration;
import java.util.Optional;

/**
 * The logins for the tools of jobs, which cannot exchange credentials themselves. A login was given out minutes ago at most, since a tool keeps
 * it to its end. Blocks for a request to the cloud of a registry.
 */
public final class ToolLogins implements JobCredentials {

    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private final RegistriesProperties registries;
    private final TenantCredentials credentials;
    private final LoginExchange exchange;

    public ToolLogins(RegistriesProperties registries, TenantCredentials credentials, LoginExchange exchange) {
        this.registries = registries;
        this.credentials = credentials;
        this.exchange = exchange;
    }

    /** @throws JobFailedException if the cloud of the registry gives out no login */
    @Override
    public Optional<Credentials> of(String tenant, String registry, String repository) {
        RegistryTarget target =
                RegistryTarget.of(registries, credentials, registry, repository, new RegistryAccess(tenant));
        try {
            return exchange.fresh(target).blockOptional(TIMEOUT);
        } catch (RegistryException failure) {
            throw new JobFailedException("registry login failed: " + failure.getMessage());
        }
    }
}
