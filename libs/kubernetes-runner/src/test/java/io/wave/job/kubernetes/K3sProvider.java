package io.wave.job.kubernetes;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.PullImageResultCallback;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import io.wave.job.engine.test.ToolLayout;
import io.wave.local.cluster.ClusterProvider;
import io.wave.local.cluster.ProvidedCluster;
import io.wave.local.cluster.TestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ContainerFetchException;
import org.testcontainers.containers.output.Slf4jLogConsumer;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/**
 * K3s in a container of a Docker engine, where one is reachable. The image of the jobs is imported, so there is no registry and no S3
 * store: this is for the tests of this module, which use neither.
 */
public final class K3sProvider implements ClusterProvider {

    /** The variable with the image of K3s, such as that of a mirror. */
    static final String IMAGE = "WAVE_K3S_IMAGE";

    private static final DockerImageName DEFAULT_IMAGE = DockerImageName.parse("rancher/k3s:v1.34.6-k3s1");
    /** Part of the names of images. Nothing listens there: only what was imported is found. */
    private static final String REGISTRY = "localhost:1";

    @Override
    public ProvidedCluster start() {
        try {
            return DockerClientFactory.instance().isDockerAvailable()
                    ? start(image())
                    : new ProvidedCluster.Missing(
                            "there is no Kubernetes cluster and no Docker engine for K3s: make cluster starts a cluster");
        } catch (DockerException | DockerClientException | ContainerFetchException failure) {
            return new ProvidedCluster.Missing(
                    "K3s cannot be started on the Docker engine, set %s to the name of another image: %s"
                            .formatted(IMAGE, rootCause(failure)));
        } catch (IOException failure) {
            throw new IllegalStateException("K3s cannot be prepared", failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while K3s starts", stopped);
        }
    }

    private static DockerImageName image() {
        return Optional.ofNullable(System.getenv(IMAGE))
                .map(DockerImageName::parse)
                .orElse(DEFAULT_IMAGE)
                .asCompatibleSubstituteFor("rancher/k3s");
    }

    private static ProvidedCluster start(DockerImageName image) throws IOException, InterruptedException {
        Optional<ToolLayout> layout = ToolLayout.find("skopeo");
        if (layout.isEmpty()) {
            return new ProvidedCluster.Missing("the image of skopeo for K3s is missing: deploy/images/build builds it");
        }
        pull(DockerClientFactory.instance().client(), image.asCanonicalNameString());
        return start(image, layout.orElseThrow());
    }

    /** Once: Testcontainers would try for minutes. */
    private static void pull(DockerClient engine, String image) throws InterruptedException {
        try {
            engine.inspectImageCmd(image).exec();
        } catch (NotFoundException missing) {
            engine.pullImageCmd(image).exec(new PullImageResultCallback()).awaitCompletion();
        }
    }

    /** K3s imports images from a folder when it starts. */
    private static ProvidedCluster start(DockerImageName image, ToolLayout layout)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("wave-k3s");
        Path archive = folder.resolve("skopeo.tar");
        Path kubeconfig = folder.resolve("kubeconfig");
        layout.archive(REGISTRY + "/wave-skopeo:dev", archive);
        // Ends with this JVM: Testcontainers removes its containers.
        var k3s = new K3sContainer(image)
                .withCopyFileToContainer(
                        MountableFile.forHostPath(archive), "/var/lib/rancher/k3s/agent/images/wave-skopeo.tar")
                .withLogConsumer(new Slf4jLogConsumer(LoggerFactory.getLogger(K3sProvider.class)));
        k3s.start();
        Files.delete(archive);
        Files.writeString(kubeconfig, k3s.getKubeConfigYaml());
        kubeconfig.toFile().deleteOnExit();
        folder.toFile().deleteOnExit();
        return new ProvidedCluster.Present(
                Map.of(TestCluster.KUBECONFIG, kubeconfig.toString(), TestCluster.REGISTRY, REGISTRY));
    }

    private static Throwable rootCause(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
