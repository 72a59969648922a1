package io.wave.job.kubernetes;

import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.KubeConfig;
import io.wave.job.kubernetes.config.KubernetesProperties;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;

/** The connection to the cluster: the configured file, else the service account of this pod, else {@code KUBECONFIG}. */
final class KubernetesConnection {

    private static final Path SERVICE_ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount/token");

    private KubernetesConnection() {}

    /** @throws IllegalArgumentException if there is no usable configuration */
    static ApiClient open(KubernetesProperties properties) {
        Path file = properties.kubeconfig();
        if (file != null) {
            return open(file, "wave.jobs.kubernetes.kubeconfig");
        }
        if (Files.exists(SERVICE_ACCOUNT)) {
            try {
                return ClientBuilder.cluster().build();
            } catch (IOException unreadable) {
                throw new IllegalArgumentException(
                        "wave.jobs.runner: the service account of this pod cannot be read: " + unreadable.getMessage(),
                        unreadable);
            }
        }
        String variable = System.getenv("KUBECONFIG");
        if (variable == null || variable.isBlank()) {
            throw new IllegalArgumentException(
                    "wave.jobs.kubernetes.kubeconfig: must be set outside of a cluster: runner 'kubernetes' needs a connection");
        }
        return open(Path.of(variable), "KUBECONFIG");
    }

    private static ApiClient open(Path file, String key) {
        try (Reader reader = Files.newBufferedReader(file)) {
            KubeConfig configuration = KubeConfig.loadKubeConfig(reader);
            configuration.setFile(file.toFile());
            return ClientBuilder.kubeconfig(configuration).build();
        } catch (IOException | RuntimeException unusable) {
            throw new IllegalArgumentException(
                    "%s: '%s' cannot be read: %s".formatted(key, file, unusable.getMessage()), unusable);
        }
    }
}
