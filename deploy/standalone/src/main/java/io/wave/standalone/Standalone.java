package io.wave.standalone;

import io.wave.local.data.DataFolder;
import io.wave.local.server.KafkaServer;
import java.nio.file.Path;
import java.time.Duration;

/** The whole product in this JVM. */
final class Standalone implements AutoCloseable {

    private static final Service REQUEST_API = new Service("request-api", "io.wave.api.RequestApiApplication");
    private static final Service REGISTRY_PROXY =
            new Service("registry-proxy", "io.wave.proxy.RegistryProxyApplication");
    private static final Duration SERVERS_STOP_LIMIT = Duration.ofSeconds(25);

    private final DataFolder data;
    private final EmbeddedServers servers;
    private final ServerHealth health;
    private final RequestServices services;
    private final Workers workers;

    private Standalone(
            DataFolder data, EmbeddedServers servers, ServerHealth health, RequestServices services, Workers workers) {
        this.data = data;
        this.servers = servers;
        this.health = health;
        this.services = services;
        this.workers = workers;
    }

    /**
     * Starts the servers and the services that handle requests: all of them, or none. The workers are being started when it
     * returns; jobs that are requested meanwhile wait for them in Kafka.
     */
    static Standalone start(Settings settings, DataFolder data, Path home, Progress progress) {
        boolean withRegistry = settings.value("wave.build.repo").isEmpty();
        Failure failure = new Failure(progress, data);
        KafkaServer.onHalt(failure::end);
        ServerHealth health = new ServerHealth(progress, failure::end);
        EmbeddedServers servers = EmbeddedServers.start(data, withRegistry, progress, health);
        try {
            var arguments = new ServiceArguments(settings, data, servers);
            Path folder = home.resolve("services");
            RequestServices services = startServices(arguments, folder, progress);
            health.attach(services.registryProxy()::setReady);
            Workers workers = Workers.start(arguments, folder, progress, health, failure::startFailed);
            return new Standalone(data, servers, health, services, workers);
        } catch (RuntimeException | Error failed) {
            servers.close();
            throw failed;
        }
    }

    /** Registry-proxy accepts connections when request-api, which it needs, is running. */
    private static RequestServices startServices(ServiceArguments arguments, Path folder, Progress progress) {
        ParallelStart starts = new ParallelStart(progress);
        var requestApi =
                starts.start(REQUEST_API.name(), () -> REQUEST_API.start(folder, arguments.requestApi(), () -> {}));
        var proxy = starts.start(
                REGISTRY_PROXY.name(), () -> REGISTRY_PROXY.start(folder, arguments.registryProxy(), requestApi::join));
        starts.await();
        return new RequestServices(requestApi.join(), proxy.join());
    }

    /** Stops registry-proxy first, then the workers and what they need, and the servers when no service uses them. */
    @Override
    public void close() {
        health.detach();
        Closing.within(RunningService.STOP_LIMIT, services.registryProxy());
        workers.close();
        Closing.within(RunningService.STOP_LIMIT, services.requestApi());
        Closing.within(SERVERS_STOP_LIMIT, servers);
        data.close();
    }

    /** The services that handle requests. */
    private record RequestServices(RunningService requestApi, RunningService registryProxy) {}
}
