package io.wave.local.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A Kubernetes cluster for tests, with a registry and an S3 store that its pods and this machine reach: that of
 * {@code scripts/cluster}, or another one that the same environment variables describe.
 */
public final class TestCluster {

    /** Why tests are skipped. */
    public static final String MISSING = "there is no Kubernetes cluster: make cluster starts one";

    private static final String KUBECONFIG = "KUBECONFIG";
    private static final String REGISTRY = "WAVE_CLUSTER_REGISTRY";
    private static final Path SCRIPT = Path.of("scripts", "cluster");
    private static final Map<String, String> SETTINGS = settings();

    private TestCluster() {}

    /** Whether there is a cluster. */
    public static boolean isPresent() {
        return SETTINGS.containsKey(KUBECONFIG) && SETTINGS.containsKey(REGISTRY);
    }

    private static Map<String, String> settings() {
        if (System.getenv(KUBECONFIG) != null && System.getenv(REGISTRY) != null) {
            return System.getenv();
        }
        return script().map(TestCluster::ofScript).orElse(Map.of());
    }

    private static Optional<Path> script() {
        return Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
                .map(folder -> folder.resolve(SCRIPT))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Map<String, String> ofScript(Path script) {
        Map<String, String> settings = new HashMap<>();
        if (call(List.of(script.toString(), "status"), "").isPresent()) {
            call(List.of(script.toString(), "env"), "")
                    .orElse("")
                    .lines()
                    .filter(line -> line.startsWith("export "))
                    .map(line -> line.substring("export ".length()).split("=", 2))
                    .forEach(pair -> settings.put(pair[0], pair[1]));
        }
        return settings;
    }

    private static Optional<String> call(List<String> command, String input) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? Optional.of(output) : Optional.empty();
        } catch (IOException unusable) {
            return Optional.empty();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static String setting(String name) {
        return Objects.requireNonNull(SETTINGS.get(name), name);
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
        return "%s/wave-%s:%s".formatted(registry(), tool, SETTINGS.getOrDefault("WAVE_CLUSTER_TAG", "dev"));
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
     * Runs kubectl as an administrator and returns its output.
     *
     * @param input its input
     * @throws IllegalStateException if it fails
     */
    static String kubectl(String input, String... arguments) {
        Path program = Path.of(System.getProperty("user.home"), ".cache", "wave", "bin", "kubectl");
        List<String> command = Stream.concat(
                        Stream.of(
                                Files.isExecutable(program) ? program.toString() : "kubectl",
                                "--kubeconfig",
                                kubeconfig().toString()),
                        Stream.of(arguments))
                .toList();
        return call(command, input)
                .orElseThrow(() -> new IllegalStateException("kubectl failed: " + String.join(" ", arguments)));
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
