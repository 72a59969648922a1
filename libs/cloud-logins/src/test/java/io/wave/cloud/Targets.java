package io.wave.cloud;

import io.wave.registry.access.Purpose;
import io.wave.registry.access.RegistryTarget;
import io.wave.registry.config.Credentials;
import io.wave.registry.config.RegistryEndpoint;
import java.util.Optional;

/** Calls with credentials. */
public final class Targets {

    private Targets() {}

    public static RegistryTarget of(String registry, Credentials credentials) {
        return new RegistryTarget(
                registry,
                "team/app",
                RegistryEndpoint.ofRegistry(registry),
                "tenant",
                Optional.of(credentials),
                Purpose.PULL);
    }

    public static Credentials ofOperator(String username, String password) {
        return new Credentials(Credentials.Kind.OF_OPERATOR, username, password);
    }

    public static Credentials identity(Credentials.Kind kind) {
        return new Credentials(kind, "", "");
    }
}
