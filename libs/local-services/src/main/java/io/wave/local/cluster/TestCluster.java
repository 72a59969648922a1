package io.wave.local.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * A Kubernetes cluster for tests, with a registry and an S3 store that its pods and this machine reach: one that environment variables
 * describe, that of {@code scripts/cluster}, or what the {@link ClusterProvider} of a module starts.
 */
public final class TestCluster {

    /** The file with the connection of an administrator. */
    public static final String KUBECONFIG = "KUBECONFIG";

    /** {@code host:port} of the registry. */
    public static final String REGISTRY = "WAVE_CLUSTER_REGISTRY";

    private static final String NONE = "there is no Kubernetes cluster: make cluster starts one";
    private static final Path SCRIPT = Path.of("scripts", "cluster");
    private static final ProvidedCluster CLUSTER = choose();

    private TestCluster() {}

    /** The cluster, or why there is none. */
    static ProvidedCluster find() {
        return CLUSTER;
    }

    private static ProvidedCluster choose() {
        if (describesCluster(System.getenv())) {
            return new ProvidedCluster.Present(System.getenv());
        }
        Map<String, String> ofScript = script().map(TestCluster::ofScript).orElse(Map.of());
        return describesCluster(ofScript) ? new ProvidedCluster.Present(ofScript) : provided();
    }

    private static boolean describesCluster(Map<String, String> settings) {
        return settings.containsKey(KUBECONFIG) && settings.containsKey(REGISTRY);
    }

    private static ProvidedCluster provided() {
        return ServiceLoader.load(ClusterProvider.class)
                .findFirst()
                .map(ClusterProvider::start)
                .orElse(new ProvidedCluster.Missing(NONE));
    }

    private static Optional<Path> script() {
        return Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
                .map(folder -> folder.resolve(SCRIPT))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Map<String, String> ofScript(Path script) {
        Map<String, String> settings = new HashMap<>();
        environment(script)
                .orElse("")
                .lines()
                .filter(line -> line.startsWith("export "))
                .map(line -> line.substring("export ".length()).split("=", 2))
                .forEach(pair -> settings.put(pair[0], pair[1]));
        return settings;
    }

    /** What the script says about its cluster, if it runs. */
    private static Optional<String> environment(Path script) {
        try {
            Process process = new ProcessBuilder(script.toString(), "env")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? Optional.of(output) : Optional.empty();
        } catch (IOException unusable) {
            return Optional.empty();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static Map<String, String> settings() {
        return switch (CLUSTER) {
            case ProvidedCluster.Present(Map<String, String> settings) -> settings;
            case ProvidedCluster.Missing(String reason) -> throw new IllegalStateException(reason);
        };
    }

    private static String setting(String name) {
        return Objects.requireNonNull(settings().get(name), name);
    }

    /** The file with the connection of an administrator. */
    public static Path kubeconfig() {
        return Path.of(setting(KUBECONFIG));
    }

    /** {@code host:port} of the registry, which uses plain HTTP. */
    public static String registry() {
        return setting(REGISTRY);
    }

    /** The image with a tool of jobs, such as {@code skopeo}. */
    public static String image(String tool) {
        return "%s/wave-%s:%s".formatted(registry(), tool, settings().getOrDefault("WAVE_CLUSTER_TAG", "dev"));
    }

    /**
     * The properties of a worker whose jobs run on the cluster.
     *
     * @param namespace where
     */
    public static Map<String, String> properties(JobsNamespace namespace) {
        Map<String, String> properties = new HashMap<>(store());
        properties.putAll(Map.of(
                "wave.jobs.runner", "kubernetes",
                "wave.jobs.kubernetes.kubeconfig", namespace.kubeconfig().toString(),
                "wave.jobs.kubernetes.namespace", namespace.name(),
                "wave.jobs.kubernetes.images.skopeo", image("skopeo"),
                "wave.jobs.kubernetes.images.trivy", image("trivy"),
                "wave.jobs.kubernetes.images.builder", image("buildkit"),
                "wave.jobs.kubernetes.requests.cpu", "50m",
                "wave.jobs.kubernetes.requests.memory", "64Mi"));
        return properties;
    }

    /** The properties of a service that uses its registry and its S3 store. */
    public static Map<String, String> store() {
        String host = registry().substring(0, registry().lastIndexOf(':'));
        return Map.of(
                "wave.store.location",
                "s3://%s/tests".formatted(setting("WAVE_CLUSTER_S3_BUCKET")),
                "wave.store.s3.endpoint",
                setting("WAVE_CLUSTER_S3"),
                "wave.store.s3.path-style",
                "true",
                "wave.store.s3.access-key",
                setting("WAVE_CLUSTER_S3_ACCESS_KEY"),
                "wave.store.s3.secret-key",
                setting("WAVE_CLUSTER_S3_SECRET_KEY"),
                "wave.security.ssrf-protection.allowed",
                "127.0.0.0/8,::1,%s/32".formatted(host),
                "wave.registries[%s].insecure".formatted(registry()),
                "true");
    }

    /**
     * Runs kubectl as an administrator and returns its output. It may be repeated, see {@link Kubectl}.
     *
     * @param input its input
     * @throws IllegalStateException if it fails, with what it said
     */
    static String kubectl(String input, String... arguments) {
        Path program = Path.of(System.getProperty("user.home"), ".cache", "wave", "bin", "kubectl");
        List<String> command = List.of(
                Files.isExecutable(program) ? program.toString() : "kubectl",
                "--kubeconfig",
                kubeconfig().toString(),
                "--request-timeout",
                "1m");
        return new Kubectl(command, Duration.ofMillis(500)).call(input, List.of(arguments));
    }

    /** A text in the resources of this package. */
    static String resource(String name) {
        try (var text = Objects.requireNonNull(TestCluster.class.getResourceAsStream(name), name)) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
