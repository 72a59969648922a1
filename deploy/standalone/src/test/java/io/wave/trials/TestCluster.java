package io.wave.trials;

import static org.awaitility.Awaitility.await;

import io.wave.cluster.BuildGate;
import io.wave.cluster.Cluster;
import io.wave.cluster.Servers;
import io.wave.cluster.ServiceProcess;
import io.wave.cluster.TestImage;
import io.wave.cluster.WaveClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** One request-api, two proxies, two build-orchestrators, with leases of seconds. */
final class TestCluster implements AutoCloseable {

    /** Longer than all that a test waits for in good health on a busy machine. */
    static final Duration TIMEOUT = Duration.ofMinutes(4);

    /** API token of a user. */
    static final String USER_TOKEN = "wave_token-of-alice-for-tests";

    private static final Map<String, String> SETTINGS = Map.of(
            "wave.jobs.lease", "10s",
            "wave.kafka.partitions", "3",
            // The SHA-256 of "secret".
            "wave.accounts.operator", "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b",
            "wave.tokens.static.alice.secret", "{noop}" + USER_TOKEN,
            "spring.kafka.consumer.properties.session.timeout.ms", "6000",
            "spring.kafka.consumer.properties.heartbeat.interval.ms", "1500");

    private final Cluster cluster;
    private final TokenIssuer issuer;
    private final BuildGate gate = BuildGate.start();
    private ServiceProcess api;
    private ServiceProcess proxy;
    private ServiceProcess otherProxy;
    private ServiceProcess builder;
    private ServiceProcess otherBuilder;

    private TestCluster(Cluster cluster, TokenIssuer issuer) {
        this.cluster = cluster;
        this.issuer = issuer;
        api = cluster.requestApi();
        proxy = cluster.registryProxy();
        otherProxy = cluster.registryProxy("registry-proxy-2");
        builder = cluster.buildOrchestrator("builder-1", Map.of());
        otherBuilder = cluster.buildOrchestrator("builder-2", Map.of());
    }

    static TestCluster start() {
        TokenIssuer issuer = TokenIssuer.start();
        TestCluster started = new TestCluster(withImages(issuer.settings()), issuer);
        try {
            started.all().forEach(ServiceProcess::awaitReady);
            return started;
        } catch (RuntimeException failure) {
            started.close();
            throw failure;
        }
    }

    private static Cluster withImages(Map<String, String> more) {
        try {
            Path folder = Files.createDirectories(Path.of("target", "cluster").toAbsolutePath());
            Map<String, String> settings = new HashMap<>(SETTINGS);
            settings.putAll(more);
            Cluster cluster = Cluster.start(Files.createTempDirectory(folder, "run"), Cluster.QUICK_START, settings);
            TestImage.busybox(TestImage.Family.OCI).push(cluster.servers().uploads(), "trial/busybox", "1");
            TestImage.busybox(TestImage.Family.DOCKER).push(cluster.servers().uploads(), "trial/busybox", "docker");
            TestImage.busybox(TestImage.Family.DOCKER).push(cluster.servers().uploads(), "library/alpine", "latest");
            return cluster;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Starts again what a test has killed. */
    void restore() {
        if (!api.process().isAlive()) {
            api = cluster.requestApi();
        }
        if (!proxy.process().isAlive()) {
            proxy = cluster.registryProxy();
        }
        if (!otherProxy.process().isAlive()) {
            otherProxy = cluster.registryProxy("registry-proxy-2");
        }
        if (!builder.process().isAlive()) {
            builder = cluster.buildOrchestrator("builder-1", Map.of());
        }
        if (!otherBuilder.process().isAlive()) {
            otherBuilder = cluster.buildOrchestrator("builder-2", Map.of());
        }
        all().forEach(ServiceProcess::awaitReady);
    }

    Cluster cluster() {
        return cluster;
    }

    Servers servers() {
        return cluster.servers();
    }

    /** The issuer whose tokens identify users. */
    TokenIssuer issuer() {
        return issuer;
    }

    BuildGate gate() {
        return gate;
    }

    /** A client of the public entry point. */
    WaveClient client() {
        return cluster.client();
    }

    /** Through the second proxy. */
    WaveClient otherClient() {
        return new WaveClient(otherProxy.address());
    }

    ServiceProcess api() {
        return api;
    }

    ServiceProcess proxy() {
        return proxy;
    }

    ServiceProcess otherProxy() {
        return otherProxy;
    }

    /** The image that builds and augmentations begin with. */
    String baseImage() {
        return servers().registry() + "/trial/busybox:1";
    }

    /** A container file whose build waits at the gate of this name. */
    String gatedFile(String name) {
        return "FROM %s\n%s\nRUN echo built > /%s\n".formatted(baseImage(), gate.step(name), name);
    }

    /** Asks for such a build and waits until it runs. */
    JsonNode runningBuild(String name) {
        JsonNode submitted = client().submitBuild(gatedFile(name));
        awaitAtGate(name);
        return submitted;
    }

    /** Waits until one build stands at the gate. */
    void awaitAtGate(String name) {
        await("a build at the gate " + name).atMost(TIMEOUT).until(() -> gate.running(name) == 1);
    }

    /** Waits until no build stands at the gate. */
    void awaitGateLeft(String name) {
        await("no build at the gate " + name).atMost(TIMEOUT).until(() -> gate.running(name) == 0);
    }

    /** Which of the two has a build at work. */
    ServiceProcess busyBuilder() {
        return Stream.of(builder, otherBuilder)
                .filter(service -> service.process().descendants().stream().anyMatch(TestCluster::isBuildTool))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no builder runs a build tool"));
    }

    /** The client of BuildKit, whose file name may end with its version, or buildah. */
    private static boolean isBuildTool(ProcessHandle process) {
        String program = process.info().command().orElse("");
        String name = program.substring(program.lastIndexOf('/') + 1);
        return name.startsWith("buildctl") || name.equals("buildah");
    }

    /** Waits until the request has ended, and gives its status. */
    JsonNode awaitDone(JsonNode submitted) {
        return client().awaitDone(submitted, TIMEOUT);
    }

    @Override
    public void close() {
        gate.close();
        issuer.close();
        try {
            LoggedTokens.requireNone(cluster);
        } finally {
            cluster.close();
        }
    }

    /** All services, each replica. */
    List<ServiceProcess> all() {
        return List.of(api, proxy, otherProxy, builder, otherBuilder);
    }
}
