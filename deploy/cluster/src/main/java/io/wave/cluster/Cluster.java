package io.wave.cluster;

import io.wave.local.server.FreePort;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The services as processes with real servers. All replicas share the servers, the object store and the root key.
 */
public final class Cluster implements AutoCloseable {

    /** Any 32 bytes, in base64. */
    public static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    /** JVM flags for a quick start, for tests. */
    public static final List<String> QUICK_START = List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private final Path folder;
    private final List<String> jvmFlags;
    private final Servers servers;
    private final Map<String, String> properties;
    private final int apiPort = FreePort.find();
    private final int proxyPort;
    private final List<ServiceProcess> processes = new ArrayList<>();
    private Path checkout = Checkout.root();

    private Cluster(
            Path folder, List<String> jvmFlags, Servers servers, Map<String, String> properties, int proxyPort) {
        this.folder = folder;
        this.jvmFlags = jvmFlags;
        this.servers = servers;
        this.properties = properties;
        this.proxyPort = proxyPort;
    }

    /**
     * Starts the servers without services.
     *
     * @param folder folder for all data and logs
     * @param jvmFlags of every service
     * @param more properties of every service, in addition to the connection settings
     */
    public static Cluster start(Path folder, List<String> jvmFlags, Map<String, String> more) {
        Servers servers = Servers.start(folder.resolve("servers"));
        int proxyPort = FreePort.find();
        Map<String, String> properties = new HashMap<>(servers.properties());
        properties.put("wave.server.url", "http://127.0.0.1:" + proxyPort);
        properties.put("wave.security.key", KEY);
        properties.put("wave.store.location", folder.resolve("objects").toString());
        properties.putAll(more);
        return new Cluster(folder, jvmFlags, servers, properties, proxyPort);
    }

    /** The servers that the services use. */
    public Servers servers() {
        return servers;
    }

    /** Launches further services as another checkout has built them, for example as another version. */
    public void launchFrom(Path otherCheckout) {
        checkout = otherCheckout;
    }

    /** Launches request-api where the proxies expect it; wait for it with {@link ServiceProcess#awaitReady}. */
    public ServiceProcess requestApi() {
        return launch("request-api", Service.REQUEST_API, apiPort, List.of(), Map.of());
    }

    /** Launches another request-api, on another port, with its own settings. */
    public ServiceProcess requestApi(String name, Map<String, String> settings) {
        return launch(name, Service.REQUEST_API, FreePort.find(), List.of(), settings);
    }

    /** Launches the proxy at the address that image names carry. */
    public ServiceProcess registryProxy(String... jvmFlags) {
        return launch("registry-proxy", Service.REGISTRY_PROXY, proxyPort, List.of(jvmFlags), proxySettings());
    }

    /** Launches another proxy, on another port. */
    public ServiceProcess registryProxy(String name) {
        return registryProxy(name, Map.of());
    }

    /** Launches another proxy, on another port, with more settings. */
    public ServiceProcess registryProxy(String name, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(proxySettings());
        all.putAll(settings);
        return launch(name, Service.REGISTRY_PROXY, FreePort.find(), List.of(), all);
    }

    /** Launches a build-orchestrator. */
    public ServiceProcess buildOrchestrator(String name, Map<String, String> settings) {
        return buildOrchestrator(name, settings, Map.of());
    }

    /** Launches a build-orchestrator with variables in its environment. */
    public ServiceProcess buildOrchestrator(
            String name, Map<String, String> settings, Map<String, String> environment) {
        return worker(name, Service.BUILD_ORCHESTRATOR, settings, environment);
    }

    /** Launches a mirror-worker. */
    public ServiceProcess mirrorWorker(String name, Map<String, String> settings) {
        return worker(name, Service.MIRROR_WORKER, settings, Map.of());
    }

    /** Launches a scan-worker. */
    public ServiceProcess scanWorker(String name, Map<String, String> settings) {
        return worker(name, Service.SCAN_WORKER, settings, Map.of());
    }

    private ServiceProcess worker(
            String name, Service service, Map<String, String> settings, Map<String, String> environment) {
        Map<String, String> own = new HashMap<>(settings);
        own.putIfAbsent("wave.jobs.work-dir", folder.resolve("work-" + name).toString());
        return launch(name, service, FreePort.find(), List.of(), own, environment);
    }

    /** A client of the public entry point. */
    public WaveClient client() {
        return new WaveClient(URI.create("http://127.0.0.1:" + proxyPort));
    }

    /** The output of all services, including those that have ended, by name. */
    public Map<String, String> logs() {
        Map<String, String> logs = new HashMap<>();
        processes.stream()
                .map(ServiceProcess::process)
                .forEach(process -> logs.computeIfAbsent(process.name(), _ -> process.log()));
        return logs;
    }

    @Override
    public void close() {
        processes.reversed().forEach(ServiceProcess::close);
        servers.close();
    }

    private Map<String, String> proxySettings() {
        return Map.of("wave.proxy.request-api-url", "http://127.0.0.1:" + apiPort);
    }

    private ServiceProcess launch(
            String name, Service service, int port, List<String> moreFlags, Map<String, String> settings) {
        return launch(name, service, port, moreFlags, settings, Map.of());
    }

    private ServiceProcess launch(
            String name,
            Service service,
            int port,
            List<String> moreFlags,
            Map<String, String> settings,
            Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(properties);
        all.putAll(settings);
        List<String> flags = new ArrayList<>(jvmFlags);
        flags.addAll(moreFlags);
        ServiceProcess process = ServiceProcess.launch(
                checkout, name, service, port, folder.resolve("services"), flags, all, environment);
        processes.add(process);
        return process;
    }
}
