package io.wave.builder.buildkit;

import io.wave.job.engine.guard.GuardedDaemon;
import io.wave.worker.egress.ProxyAccess;
import io.wave.worker.egress.ProxyVariables;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The network of the worker's own daemon. The daemon runs in a network namespace without any connection. Only the egress
 * guard of the worker, and the registries on its loopback interface that builds may use, listen in it. Each RUN step has its
 * own namespace with one link, on which it reaches the guard only.
 */
final class DaemonNetwork implements AutoCloseable {

    /** The address at which steps reach the guard. */
    static final String GATEWAY = "10.89.0.1";

    private static final int PROXY_PORT = 3128;
    private static final String PLUGIN = "step-network";

    private final DaemonNamespace namespace;
    private final Path plugins;
    private final ProxyAccess proxy;
    private final Map<Integer, Forwarder> forwarders = new ConcurrentHashMap<>();

    private DaemonNetwork(DaemonNamespace namespace, Path plugins, ProxyAccess proxy) {
        this.namespace = namespace;
        this.plugins = plugins;
        this.proxy = proxy;
    }

    /**
     * Prepares the network for the daemon to start in it.
     *
     * @param namespace closed with the network
     * @param folder folder of the daemon
     * @param proxy the egress guard
     */
    static DaemonNetwork prepare(DaemonNamespace namespace, Path folder, ProxyAccess proxy) throws IOException {
        Path plugins = folder.resolve("network");
        try {
            Files.createDirectories(plugins);
            writePlugins(plugins);
            return new DaemonNetwork(namespace, plugins, proxy);
        } catch (IOException failure) {
            namespace.close();
            throw failure;
        }
    }

    /**
     * Makes the egress guard reachable in the network of a daemon that was started.
     *
     * @param timeout how long the daemon may take
     */
    void open(GuardedDaemon daemon, Duration timeout) throws IOException, InterruptedException {
        namespace.await(daemon, timeout);
        openGuard();
    }

    /** Makes the egress guard reachable in the namespace. */
    void openGuard() throws IOException, InterruptedException {
        forwarders.put(
                PROXY_PORT,
                Forwarder.ofProxy(
                        namespace.listen(new InetSocketAddress("0.0.0.0", PROXY_PORT)),
                        proxy.port(),
                        proxy.authorization()));
    }

    private static void writePlugins(Path folder) throws IOException {
        BundledScript.write(PLUGIN, folder.resolve(PLUGIN));
        BundledScript.write(PLUGIN, folder.resolve("loopback"));
        Files.writeString(folder.resolve("step.conflist"), """
                {"cniVersion": "1.0.0", "name": "step", "plugins": [{"type": "%s"}]}
                """.formatted(PLUGIN));
    }

    /** The network settings for the worker section of {@code buildkitd.toml}. */
    String settings() {
        return """
                networkMode = "cni"
                cniConfigPath = "%s"
                cniBinaryPath = "%s"
                cniPoolSize = 4
                """.formatted(plugins.resolve("step.conflist"), plugins);
    }

    /** The command line by which the guard starts the daemon. */
    List<String> starting(List<String> daemon) {
        return namespace.starting(daemon);
    }

    /** The command line that runs another program in the namespace of the daemon. */
    List<String> inside(List<String> command) {
        return namespace.inside(command);
    }

    /** Proxy variables for programs in the namespace of the daemon. */
    Map<String, String> environment() {
        return ProxyVariables.of("http://127.0.0.1:" + PROXY_PORT);
    }

    /** The proxy URL of RUN steps. Its credentials are placeholders: the guard identifies the daemon in another way. */
    String proxyOfSteps() {
        return "http://build:step@%s:%d".formatted(GATEWAY, PROXY_PORT);
    }

    /** Makes a port of the worker's loopback interface reachable for the daemon. */
    void openPort(int port) throws IOException, InterruptedException {
        if (port != PROXY_PORT && !forwarders.containsKey(port)) {
            Forwarder forwarder =
                    Forwarder.of(namespace.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)), port);
            forwarders.put(port, forwarder);
        }
    }

    @Override
    public void close() throws IOException {
        for (Forwarder forwarder : forwarders.values()) {
            forwarder.close();
        }
        namespace.close();
    }
}
