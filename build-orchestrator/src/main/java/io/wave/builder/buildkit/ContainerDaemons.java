package io.wave.builder.buildkit;

import io.wave.build.BuildSpec;
import io.wave.registry.config.RegistriesProperties;
import java.util.Optional;

/** Decides which daemon a build in a container uses. */
final class ContainerDaemons {

    private final BuildKitProperties properties;
    private final RegistriesProperties registries;
    private final Optional<DaemonPool> pool;
    private final ClientCertificates certificates;

    ContainerDaemons(BuildKitProperties properties, RegistriesProperties registries) {
        this.properties = properties;
        this.registries = registries;
        this.pool = DaemonPool.ofContainers(properties);
        this.certificates = ClientCertificates.of(properties.tls());
    }

    /**
     * The daemon of a build: one of the pool, if there is one, unless the build must not share images and layers with all other
     * builds (it has an access scope), or asks for something that the pool does not have: another platform, or a profile. Then a
     * daemon of its own.
     */
    ContainerDaemon of(BuildSpec spec) {
        boolean shares =
                spec.work().accessScope() == null || properties.restricted().external();
        boolean fits = spec.work().jobProfile() == null && properties.buildsExternally(spec.platform());
        return pool.filter(_ -> shares && fits)
                .<ContainerDaemon>map(daemons -> new ContainerDaemon.Pooled(daemons, certificates))
                .orElseGet(() -> new ContainerDaemon.Own(new DaemonSettings(properties, registries).ofContainer()));
    }
}
