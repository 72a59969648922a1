package io.wave.standalone;

import io.wave.local.data.DataFolder;
import io.wave.local.data.GeneratedSecret;
import io.wave.local.server.FreePort;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The command line of each service: connections to the servers, and defaults for what is not configured. */
final class ServiceArguments {

    private static final String LOOPBACK = "127.0.0.1";
    private static final String WORK_DIRECTORY = "wave.jobs.work-dir";
    private static final String ALLOWED = "wave.security.ssrf-protection.allowed";

    private final Settings settings;
    private final DataFolder data;
    private final EmbeddedServers servers;
    private final int requestApiPort = FreePort.find();

    ServiceArguments(Settings settings, DataFolder data, EmbeddedServers servers) {
        this.settings = settings;
        this.data = data;
        this.servers = servers;
    }

    List<String> requestApi() {
        return of("request-api", Map.of("server.address", LOOPBACK, "server.port", Integer.toString(requestApiPort)));
    }

    List<String> buildOrchestrator() {
        return worker("build-orchestrator", workDirectory());
    }

    List<String> mirrorWorker() {
        Path builds = workDirectory();
        return worker("mirror-worker", builds.resolveSibling(builds.getFileName() + "-mirror"));
    }

    /** Whether images are scanned: not by default, since the scanner may not be installed. */
    boolean scans() {
        return settings.value("wave.scan.enabled").filter("true"::equals).isPresent();
    }

    List<String> scanWorker() {
        Path builds = workDirectory();
        return worker("scan-worker", builds.resolveSibling(builds.getFileName() + "-scan"));
    }

    /**
     * A worker, to which nobody connects. Each has its own folder: locks of files do not keep classes of one JVM apart. The database is in
     * the data folder, which no other JVM has.
     */
    private List<String> worker(String service, Path workDirectory) {
        return of(
                service,
                Map.of(
                        "server.address",
                        LOOPBACK,
                        "server.port",
                        "0",
                        "wave.jobs.sole-worker",
                        "true",
                        WORK_DIRECTORY,
                        workDirectory.toString()));
    }

    private Path workDirectory() {
        return settings.value(WORK_DIRECTORY).map(Path::of).orElseGet(() -> data.folder("jobs"));
    }

    /** The only service that is reachable from outside. */
    List<String> registryProxy() {
        return of(
                "registry-proxy",
                Map.of(
                        "server.address", settings.address(),
                        "server.port", Integer.toString(settings.port()),
                        "wave.proxy.request-api-url", "http://%s:%d".formatted(LOOPBACK, requestApiPort)));
    }

    private List<String> of(String service, Map<String, String> own) {
        Map<String, String> properties = new LinkedHashMap<>(servers.connections());
        properties.putAll(inOneJvm(service));
        properties.putAll(settings.unlessSet(defaults()));
        properties.putAll(own);
        return Stream.concat(
                        settings.arguments().stream().filter(argument -> isOther(argument, own)),
                        properties.entrySet().stream()
                                .map(property -> "--%s=%s".formatted(property.getKey(), property.getValue())))
                .toList();
    }

    /** Whether it sets none of these properties: of a property that is set twice, the values would be joined. */
    private static boolean isOther(String argument, Map<String, String> properties) {
        return properties.keySet().stream().noneMatch(key -> argument.startsWith("--" + key + "="));
    }

    /** The launcher stops the services in order; each logs to its own file. */
    private Map<String, String> inOneJvm(String service) {
        return Map.of(
                "spring.config.name", service,
                "spring.main.register-shutdown-hook", "false",
                "spring.main.banner-mode", "off",
                "logging.register-shutdown-hook", "false",
                "logging.threshold.console", "OFF",
                "logging.file.name", logFile(service),
                "spring.datasource.hikari.pool-name", service,
                "spring.lifecycle.timeout-per-shutdown-phase", "8s",
                // A short session: after a kill the next start waits for the session of the old consumer to expire.
                "spring.kafka.consumer.properties[session.timeout.ms]", "6000",
                "spring.kafka.consumer.properties[heartbeat.interval.ms]", "2000");
    }

    private String logFile(String service) {
        return data.folder("logs").resolve(service + ".log").toString();
    }

    private Map<String, String> defaults() {
        Map<String, String> defaults = new LinkedHashMap<>();
        defaults.put("wave.server.url", settings.url());
        defaults.put("wave.security.key", GeneratedSecret.in(data.path().resolve("root.key")));
        defaults.put("wave.scan.database.folder", data.folder("trivy").toString());
        defaults.put("wave.store.location", data.folder("objects").toString());
        // Platform tokens in the environment of clients are ignored.
        defaults.put("wave.capabilities.ignore-platform-tokens", "true");
        // There is one consumer per topic.
        defaults.put("wave.kafka.partitions", "2");
        if (settings.isLocal() && settings.value(ALLOWED + "[0]").isEmpty()) {
            // All clients are on this machine and may use its registries.
            defaults.put(ALLOWED, "127.0.0.0/8,::1");
        }
        if (settings.isLocal()) {
            // Callers are on this machine.
            defaults.put("wave.build.buildah.trust-callers", "true");
        }
        servers.registryHost().ifPresent(registry -> {
            defaults.put("wave.build.repo", registry + "/wave/build");
            defaults.put("wave.build.cache", registry + "/wave/cache");
        });
        return defaults;
    }
}
