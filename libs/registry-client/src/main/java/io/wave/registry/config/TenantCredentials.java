package io.wave.registry.config;

import java.util.List;
import java.util.Optional;

/**
 * The credentials of tenants: a tenant's own where it has some, otherwise those of the operator where the operator allows
 * the tenant to use them: by {@code callers} of the registry, or by {@code registries} of its token. The repositories of this installation are always called with the operator's.
 */
public final class TenantCredentials implements JobCredentials {

    private final RegistriesProperties registries;
    private final TenantRegistriesProperties tenants;
    private final List<RegistryPrefix> installation;

    public TenantCredentials(
            RegistriesProperties registries, TenantRegistriesProperties tenants, BuildRepositories installation) {
        this.registries = registries;
        this.tenants = tenants;
        this.installation = installation.prefixes();
    }

    @Override
    public Optional<Credentials> of(String tenant, String registry, String repository) {
        if (isOfInstallation(registry, repository)) {
            return registries.credentials(registry, repository);
        }
        return tenants.credentials(tenant, registry, repository)
                .or(() -> registries
                        .credentials(registry, repository)
                        .filter(_ -> tenants.mayUseOperators(tenant, registry, repository)
                                || registries.callers(registry, repository).include(tenant)));
    }

    /**
     * Whether a tenant may push to a repository: with its own credentials, without any, or with those of the operator, below
     * the repositories of the installation, where {@code wave.registries.<host>.push} is set, and in the registries of its token.
     */
    public boolean canPush(String tenant, String registry, String repository) {
        return isOfInstallation(registry, repository)
                || tenants.credentials(tenant, registry, repository).isPresent()
                || of(tenant, registry, repository).isEmpty()
                || tenants.mayUseOperators(tenant, registry, repository)
                || registries.isPushAllowed(registry, repository);
    }

    /** Whether some callers may read a repository and others may not, as far as credentials tell. */
    public boolean differByTenant(String registry, String repository) {
        if (isOfInstallation(registry, repository)) {
            return false;
        }
        return tenants.anyFor(registry, repository)
                || (registries.credentials(registry, repository).isPresent()
                        && registries.callers(registry, repository) != RegistryEntry.Callers.ALL);
    }

    private boolean isOfInstallation(String registry, String repository) {
        return installation.stream().anyMatch(prefix -> prefix.covers(registry, repository));
    }
}
