package io.wave.builder.buildkit;

import io.wave.builder.egress.ProxyAccess;
import io.wave.builder.egress.ProxyVariables;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The network of the worker's own daemon. The daemon runs in a network namespace without any connection. Only the egress
 * guard of the worker, and the registries on its loopback interface that builds may use, listen in it. Each RUN step has its
 * own namespace with one link, on which it reaches the guard only.
 */
final class DaemonNetwork implements AutoCloseable {

    private static final String GATEWAY = "10.89.0.1";
    private static final int PROXY_PORT = 3128;
    private static final String PLUGIN = "step-network";

    private final NetworkNamespace namespace;
    private final Path plugins;
    private final Map<Integer, Forwarder> forwarders = new ConcurrentHashMap<>();

    private DaemonNetwork(NetworkNamespace namespace, Path plugins) {
        this.namespace = namespace;
        this.plugins = plugins;
    }

    /**
     * Creates the network.
     *
     * @param folder folder of the daemon
     * @param runtime folder for files that do not survive a reboot
     * @param proxy the egress guard
     * @throws IOException if the machine or the permissions of the worker do not allow it
     */
    static DaemonNetwork create(Path folder, Path runtime, ProxyAccess proxy) throws IOException, InterruptedException {
        Path plugins = Files.createDirectories(folder.resolve("network"));
        writePlugins(plugins);
        DaemonNetwork network = new DaemonNetwork(NetworkNamespace.create(runtime.resolve("namespace")), plugins);
        try {
            network.namespace.address(GATEWAY);
            network.forwarders.put(
                    PROXY_PORT,
                    Forwarder.ofProxy(
                            network.namespace.listen(new InetSocketAddress("0.0.0.0", PROXY_PORT)),
                            proxy.port(),
                            proxy.authorization()));
            return network;
        } catch (IOException failure) {
            network.close();
            throw failure;
        }
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

    /** The command line that runs a program in the namespace of the daemon. */
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
