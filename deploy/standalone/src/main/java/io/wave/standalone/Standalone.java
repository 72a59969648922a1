package io.wave.standalone;

import io.wave.local.data.DataFolder;
import io.wave.local.server.KafkaServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** The whole product in this JVM. */
final class Standalone implements AutoCloseable {

    private static final Service REQUEST_API = new Service("request-api", "io.wave.api.RequestApiApplication");
    private static final Service BUILD_ORCHESTRATOR =
            new Service("build-orchestrator", "io.wave.builder.BuildOrchestratorApplication");
    private static final Service MIRROR_WORKER =
            new Service("mirror-worker", "io.wave.mirroring.MirrorWorkerApplication");
    private static final Service SCAN_WORKER = new Service("scan-worker", "io.wave.scanner.ScanWorkerApplication");
    private static final Service REGISTRY_PROXY =
            new Service("registry-proxy", "io.wave.proxy.RegistryProxyApplication");
    private static final Duration SERVICE_STOP_LIMIT = Duration.ofSeconds(12);
    private static final Duration SERVERS_STOP_LIMIT = Duration.ofSeconds(25);

    private final DataFolder data;
    private final EmbeddedServers servers;
    private final ServerHealth health;
    private final List<RunningService> services;

    private Standalone(DataFolder data, EmbeddedServers servers, ServerHealth health, List<RunningService> services) {
        this.data = data;
        this.servers = servers;
        this.health = health;
        this.services = services;
    }

    /** Starts the servers, then the services: all of them, or none. */
    static Standalone start(Settings settings, DataFolder data, Path home, Progress progress) {
        boolean withRegistry = settings.value("wave.build.repo").isEmpty();
        Failure failure = new Failure(progress, data);
        KafkaServer.onHalt(failure::end);
        ServerHealth health = new ServerHealth(progress, failure::end);
        EmbeddedServers servers = EmbeddedServers.start(data, withRegistry, progress, health);
        try {
            var arguments = new ServiceArguments(settings, data, servers);
            List<RunningService> services = startServices(arguments, home.resolve("services"), progress);
            health.attach(services.getLast()::setReady);
            return new Standalone(data, servers, health, services);
        } catch (RuntimeException | Error failed) {
            servers.close();
            throw failed;
        }
    }

    /** Registry-proxy accepts connections when the services that it needs are running. */
    private static List<RunningService> startServices(ServiceArguments arguments, Path folder, Progress progress) {
        ParallelStart starts = new ParallelStart(progress);
        List<CompletableFuture<RunningService>> behind = new ArrayList<>(List.of(
                start(starts, REQUEST_API, folder, arguments.requestApi(), () -> {}),
                start(starts, BUILD_ORCHESTRATOR, folder, arguments.buildOrchestrator(), () -> {}),
                start(starts, MIRROR_WORKER, folder, arguments.mirrorWorker(), () -> {})));
        if (arguments.scans()) {
            behind.add(start(starts, SCAN_WORKER, folder, arguments.scanWorker(), () -> {}));
        }
        var proxy = start(
                starts,
                REGISTRY_PROXY,
                folder,
                arguments.registryProxy(),
                CompletableFuture.allOf(behind.toArray(CompletableFuture[]::new))::join);
        starts.await();
        return Stream.concat(behind.stream(), Stream.of(proxy))
                .map(CompletableFuture::join)
                .toList();
    }

    private static CompletableFuture<RunningService> start(
            ParallelStart starts, Service service, Path folder, List<String> arguments, Runnable beforeWebServer) {
        return starts.start(service.name(), () -> service.start(folder, arguments, beforeWebServer));
    }

    /** Stops registry-proxy first, then what it needs, and the servers when no service uses them. */
    @Override
    public void close() {
        health.detach();
        services.reversed().forEach(service -> Closing.within(SERVICE_STOP_LIMIT, service));
        Closing.within(SERVERS_STOP_LIMIT, servers);
        data.close();
    }
}
