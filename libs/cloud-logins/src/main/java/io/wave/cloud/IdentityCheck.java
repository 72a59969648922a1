package io.wave.cloud;

import io.wave.cloud.login.LoginProvider;
import io.wave.registry.access.RegistryAccess;
import io.wave.registry.access.RegistryTarget;
import io.wave.registry.config.JobCredentials;
import io.wave.registry.config.RegistriesProperties;
import io.wave.registry.config.RegistryEntry;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Checks that identities are configured for registries of their cloud only, so that no token of a cloud is sent elsewhere. */
final class IdentityCheck {

    private static final RegistryAccess ANY = new RegistryAccess("operator");

    private IdentityCheck() {}

    /** @throws IllegalArgumentException if one is not */
    static void check(RegistriesProperties registries, List<LoginProvider> providers) {
        registries
                .registries()
                .forEach((key, entry) -> Optional.ofNullable(entry.identity())
                        .filter(_ -> providers.stream()
                                .noneMatch(provider ->
                                        provider.scope(target(registries, key)).isPresent()))
                        .ifPresent(identity -> {
                            throw new IllegalArgumentException(
                                    "wave.registries.%s.identity: '%s' is not the cloud of this registry"
                                            .formatted(key, name(identity)));
                        }));
    }

    private static RegistryTarget target(RegistriesProperties registries, String key) {
        String[] parts = key.split("/", 2);
        String repository = parts.length == 1 ? "any" : parts[1];
        return RegistryTarget.of(registries, JobCredentials.configured(registries), parts[0], repository, ANY);
    }

    private static String name(RegistryEntry.Identity identity) {
        return identity.name().toLowerCase(Locale.ROOT);
    }
}
