package io.wave.registry.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The credentials of tenants: a tenant's own where it has some, otherwise those of the operator where the operator allows
 * the tenant to use them: by {@code callers} of the registry, or by {@code registries} of its token. The repositories of this installation are always called with the operator's.
 */
public final class TenantCredentials implements JobCredentials {

    private final RegistriesProperties registries;
    private final TenantRegistriesProperties tenants;
    private final BuildRepositories installation;
    private final JobCredentials users;

    /** Without credentials of users that are not in the configuration. */
    public TenantCredentials(
            RegistriesProperties registries, TenantRegistriesProperties tenants, BuildRepositories installation) {
        this(registries, tenants, installation, (_, _, _) -> Optional.empty());
    }

    /** @param users credentials of users that are not in the configuration */
    public TenantCredentials(
            RegistriesProperties registries,
            TenantRegistriesProperties tenants,
            BuildRepositories installation,
            JobCredentials users) {
        this.registries = registries;
        this.tenants = tenants;
        this.installation = installation;
        this.users = users;
    }

    @Override
    public Optional<Credentials> of(String tenant, String registry, String repository) {
        if (isOfInstallation(registry, repository)) {
            return registries.credentials(registry, repository);
        }
        return own(tenant, registry, repository)
                .or(() -> registries
                        .credentials(registry, repository)
                        .filter(_ -> tenants.mayUseOperators(tenant, registry, repository)
                                || registries.callers(registry, repository).include(tenant)));
    }

    private Optional<Credentials> own(String tenant, String registry, String repository) {
        return tenants.credentials(tenant, registry, repository)
                .or(() -> users.of(tenant, registry, repository).map(Credentials::keptInPlatform));
    }

    /**
     * Whether a tenant may push to a repository: with its own credentials, without any, or with those of the operator, below
     * the repositories of the installation, where {@code wave.registries.<host>.push} is set, and in the registries of its token.
     */
    public boolean canPush(String tenant, String registry, String repository) {
        return isOfInstallation(registry, repository)
                || own(tenant, registry, repository).isPresent()
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

    /**
     * Whether all callers, or several, share the operator's credentials to push to a repository and to pull from it. Its
     * registry then does not tell them apart: what a caller may read of it depends on what the images were made from.
     *
     * @param tenant the tenant that pulls; it uses its own credentials, where it has some
     */
    public boolean isShared(String tenant, String registry, String repository) {
        return isOfInstallationServer(registry, repository)
                || (mayHoldImagesOfOthers(registry, repository)
                        && own(tenant, registry, repository).isEmpty());
    }

    /** Whether a repository may be {@linkplain #isShared shared} for some tenant. */
    public boolean mayBeShared(String registry, String repository) {
        return isOfInstallationServer(registry, repository) || mayHoldImagesOfOthers(registry, repository);
    }

    /** Whether a repository is below that of the installation for layer caches, and not in one for images that is below it. */
    public boolean isLayerCache(String registry, String repository) {
        return installation.isLayerCache(registry, repository);
    }

    private boolean mayHoldImagesOfOthers(String registry, String repository) {
        return registries.isPushAllowed(registry, repository)
                || (registries.credentials(registry, repository).isPresent()
                        && tenants.anyMayUseOperators(registry, repository));
    }

    private boolean isOfInstallationServer(String registry, String repository) {
        return installation.prefixes().stream().anyMatch(prefix -> prefix.coversServer(registry, repository));
    }

    /**
     * The registries of tokens for which the operator has no credentials, so that naming them is without effect.
     *
     * @return registries by the name of the token
     */
    public Map<String, List<String>> registriesWithoutEffect() {
        Map<String, List<String>> found = new TreeMap<>();
        tenants.tokens().forEach((name, token) -> {
            List<String> unknown = token.registries().stream()
                    .filter(text -> !registries.hasCredentialsWithin(RegistryPrefix.ofCanonical(text)))
                    .toList();
            if (!unknown.isEmpty()) {
                found.put(name, unknown);
            }
        });
        return found;
    }

    /** Whether a repository is one of this installation, which is always called with the operator's credentials. */
    public boolean isOfInstallation(String registry, String repository) {
        return installation.prefixes().stream().anyMatch(prefix -> prefix.covers(registry, repository));
    }
}
