package io.wave.builder.buildkit;

import io.wave.registry.config.RegistriesProperties;
import io.wave.registry.config.RegistryLocation;
import java.nio.file.Path;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The {@code buildkitd.toml} of the worker's own daemon. */
final class DaemonSettings {

    private final BuildKitProperties properties;
    private final RegistriesProperties registries;

    DaemonSettings(BuildKitProperties properties, RegistriesProperties registries) {
        this.properties = properties;
        this.registries = registries;
    }

    /**
     * The text of the file.
     *
     * @param state state folder of the daemon
     * @param socket socket that the daemon listens on
     * @param network network settings of steps
     */
    String text(Path state, Path socket, Path runc, String network) {
        return """
                root = "%s"
                insecure-entitlements = []

                [log]
                level = "warn"

                [grpc]
                address = ["unix://%s"]

                [cdi]
                disabled = true

                [history]
                maxEntries = 1

                [worker.containerd]
                enabled = false

                [worker.oci]
                enabled = true
                binary = "%s"
                %sgc = true

                [[worker.oci.gcpolicy]]
                all = true
                keepDuration = "%ds"
                maxUsedSpace = %d

                [[worker.oci.gcpolicy]]
                all = true
                maxUsedSpace = %d

                [frontend."gateway.v0"]
                enabled = false
                """.formatted(
                                quoted(state.toString()),
                                quoted(socket.toString()),
                                quoted(runc.toString()),
                                network,
                                properties.keepDuration().toSeconds(),
                                properties.keepStorage().toBytes(),
                                properties.keepStorage().toBytes())
                + plainHttp();
    }

    /** Registries on this machine use plain HTTP without configuration, as in BuildKit. */
    private String plainHttp() {
        return registries.locations().stream()
                .filter(RegistryLocation::insecure)
                .map(location -> location.location().split("/", 2)[0])
                .map(host -> host.toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .map(host -> """

                [registry."%s"]
                http = true
                """.formatted(quoted(host)))
                .collect(Collectors.joining());
    }

    private static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
