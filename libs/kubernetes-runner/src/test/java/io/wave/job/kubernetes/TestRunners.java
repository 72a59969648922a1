package io.wave.job.kubernetes;

import io.micrometer.core.instrument.MeterRegistry;
import io.wave.job.JobKind;
import io.wave.job.engine.container.ContainerRunner;
import io.wave.job.engine.folder.DiskLimit;
import io.wave.job.engine.process.ProcessRunner;
import io.wave.job.kubernetes.cluster.KubernetesHost;
import io.wave.job.kubernetes.config.TestProperties;
import io.wave.local.cluster.JobsNamespace;
import io.wave.local.cluster.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.springframework.util.unit.DataSize;

/** Runners of workers that run at the same time, with small jobs in one namespace. */
final class TestRunners implements AutoCloseable {

    private static final Duration LEASE = Duration.ofMinutes(1);

    private final JobsNamespace namespace;
    private final Path folder;
    private final MeterRegistry meters;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    TestRunners(JobsNamespace namespace, Path folder, MeterRegistry meters) {
        this.namespace = namespace;
        this.folder = folder;
        this.meters = meters;
    }

    /**
     * Starts another one.
     *
     * @param settings below {@code wave.jobs.kubernetes}
     */
    ContainerRunner start(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of(
                "kubeconfig",
                namespace.kubeconfig().toString(),
                "namespace",
                namespace.name(),
                "images.skopeo",
                TestCluster.image("skopeo"),
                "requests.cpu",
                "10m",
                "requests.memory",
                "16Mi",
                "limits.memory",
                "64Mi"));
        all.putAll(settings);
        var properties = TestProperties.of(all);
        KubernetesHost host =
                new KubernetesHost(() -> KubernetesConnection.open(properties), JobKind.MIRROR, properties, meters);
        host.start();
        ProcessRunner tasks = new ProcessRunner(folder, new DiskLimit(DataSize.ofGigabytes(1)), LEASE);
        open.push(host);
        open.push(tasks);
        return new ContainerRunner("kubernetes", host, tasks);
    }

    @Override
    public void close() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }
}
