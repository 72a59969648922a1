package io.wave.builder.buildkit;

import io.wave.registry.config.RegistriesProperties;
import io.wave.registry.config.RegistryLocation;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The {@code buildkitd.toml} of daemons that this service starts. */
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
     * @param rights of the daemon
     * @param state state folder of the daemon
     * @param socket socket that the daemon listens on
     * @param limits limits of steps
     * @param network network settings of steps
     */
    String text(DaemonRights rights, Path state, Path socket, StepLimits limits, String network) {
        return """
                root = "%s"
                insecure-entitlements = []

                [log]
                level = "warn"

                [grpc]
                address = ["unix://%s"]

                [otel]
                socketPath = "%s"

                [cdi]
                disabled = true

                [history]
                maxEntries = 1

                [worker.containerd]
                enabled = false

                [worker.oci]
                enabled = true
                %sbinary = "%s"
                defaultCgroupParent = "%s"
                %sgc = true

                [[worker.oci.gcpolicy]]
                all = true
                keepDuration = "%ds"
                maxUsedSpace = %d

                [[worker.oci.gcpolicy]]
                all = true
                maxUsedSpace = %d

                [frontend."gateway.v0"]
                enabled = %b
                allowedRepositories = [%s]
                """.formatted(
                                quoted(state.toString()),
                                quoted(socket.toString()),
                                quoted(traces(socket).toString()),
                                rights == DaemonRights.ROOTLESS ? "rootless = true\n" : "",
                                quoted(limits.runtime().toString()),
                                quoted(limits.parent().orElse("")),
                                network,
                                properties.keepDuration().toSeconds(),
                                properties.keepStorage().toBytes(),
                                properties.keepStorage().toBytes(),
                                !properties.frontends().isEmpty(),
                                frontends())
                + schemes();
    }

    /** The text of the file for a daemon that lives in a container with one build and is never used again. */
    String ofContainer() {
        return """
                insecure-entitlements = []

                [log]
                level = "warn"

                [cdi]
                disabled = true

                [worker.containerd]
                enabled = false

                [worker.oci]
                enabled = true
                rootless = true
                gc = false

                [frontend."gateway.v0"]
                enabled = %b
                allowedRepositories = [%s]
                """.formatted(!properties.frontends().isEmpty(), frontends()) + schemes();
    }

    /** The socket on which the daemon collects traces. It is removed, since steps of all builds would get it. */
    static Path traces(Path socket) {
        return socket.resolveSibling("traces.sock");
    }

    /** An empty list would allow all repositories. */
    private String frontends() {
        return properties.frontends().stream()
                .map(repository -> "\"%s\"".formatted(quoted(repository)))
                .collect(Collectors.joining(", "));
    }

    /** Registries on this machine use plain HTTP without configuration, as in BuildKit; others do not. */
    private String schemes() {
        SortedMap<String, Boolean> plain = new TreeMap<>();
        for (RegistryLocation location : registries.locations()) {
            String host = location.location().split("/", 2)[0].toLowerCase(Locale.ROOT);
            if (location.insecure() || Loopback.port(host).isPresent()) {
                plain.merge(host, location.insecure(), Boolean::logicalOr);
            }
        }
        return plain.entrySet().stream()
                .map(registry -> """

                [registry."%s"]
                http = %s
                """.formatted(quoted(registry.getKey()), registry.getValue()))
                .collect(Collectors.joining());
    }

    private static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
