package io.wave.job.kubernetes.cluster;

import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1Secret;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.wave.job.JobKind;
import io.wave.job.engine.container.ContainerEnd;
import io.wave.job.engine.container.ContainerHost;
import io.wave.job.engine.container.ContainerListener;
import io.wave.job.engine.outcome.JobFailedException;
import io.wave.job.engine.plan.Container;
import io.wave.job.engine.runner.Attempt;
import io.wave.job.kubernetes.config.KubernetesProperties;
import io.wave.job.kubernetes.object.JobObject;
import io.wave.job.kubernetes.object.JobRequest;
import io.wave.job.kubernetes.object.Names;
import io.wave.job.kubernetes.object.SecretObject;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs containers as Kubernetes Jobs of one kind of job, in the namespace of that kind. */
public final class KubernetesHost implements ContainerHost, AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(KubernetesHost.class);
    private static final Duration POLL = Duration.ofMillis(200);
    /** How long the end of a pod is waited for. */
    private static final long GONE = Duration.ofMinutes(2).toNanos();

    private final Cluster cluster;
    private final KubernetesProperties properties;
    private final String namespace;
    private final NamespaceView view;
    private final Timer starts;

    /**
     * Connects to a cluster.
     *
     * @param connection creates clients of the cluster
     * @param kind the kind of the jobs
     * @param properties those of all kinds
     */
    public KubernetesHost(
            Supplier<ApiClient> connection, JobKind kind, KubernetesProperties properties, MeterRegistry meters) {
        this.cluster = new Cluster(connection);
        this.properties = properties.of(kind);
        this.namespace = this.properties.namespace();
        this.view = new NamespaceView(cluster, namespace, meters);
        this.starts = Timer.builder("wave.kubernetes.pod.start")
                .description("Time from the creation of a Job to the start of its container")
                .tag("kind", kind.toString())
                .register(meters);
    }

    /** Begins to watch the jobs of the namespace. */
    public void start() {
        view.start();
    }

    @Override
    public boolean has(String jobId) throws InterruptedException {
        Optional<V1Job> job = cluster.find(namespace, Names.of(jobId));
        if (job.isPresent() && isBeingDeleted(job.get())) {
            remove(jobId);
            return false;
        }
        return job.isPresent();
    }

    @Override
    public void create(Attempt attempt, Container container) throws InterruptedException {
        JobRequest request =
                new JobRequest(attempt.jobId(), attempt.kind(), attempt.profile(), container, attempt.runTimeout());
        try {
            create(request, properties(attempt));
        } catch (RefusedException refused) {
            throw new JobFailedException("%s failed: Kubernetes refuses its Job in namespace '%s': %s"
                    .formatted(attempt.kind(), namespace, refused.getMessage()));
        }
    }

    private KubernetesProperties properties(Attempt attempt) {
        return attempt.profile()
                .map(properties::of)
                .orElse(Optional.of(properties))
                .orElseThrow(() -> KubernetesProperties.PROFILES.missing(attempt));
    }

    private void create(JobRequest request, KubernetesProperties ofJob) throws InterruptedException {
        if (has(request.id())) {
            requireOurs(request.id());
            return;
        }
        V1Job job = JobObject.of(request, ofJob);
        V1Secret secret = SecretObject.of(request, ofJob);
        cluster.create(namespace, secret);
        try {
            cluster.own(namespace, secret, cluster.create(namespace, job));
        } catch (RefusedException refused) {
            if (!refused.isConflict()) {
                cluster.deleteSecret(namespace, Names.of(request.id()));
                throw refused;
            }
            // Another attempt, or a request of this one whose response was lost.
            requireOurs(request.id());
        }
    }

    private void requireOurs(String jobId) throws InterruptedException {
        Optional<String> id = cluster.find(namespace, Names.of(jobId))
                .map(job -> annotations(job).getOrDefault(Names.ID, ""));
        if (id.isPresent() && !id.get().equals(jobId)) {
            throw new JobFailedException("there is a Kubernetes Job '%s' of something else in namespace '%s'"
                    .formatted(Names.of(jobId), namespace));
        }
    }

    private static Map<String, String> annotations(V1Job job) {
        return Objects.requireNonNullElse(
                Objects.requireNonNull(job.getMetadata()).getAnnotations(), Map.of());
    }

    private static boolean isBeingDeleted(V1Job job) {
        return Objects.requireNonNull(job.getMetadata()).getDeletionTimestamp() != null;
    }

    @Override
    public ContainerEnd follow(Attempt attempt, ContainerListener listener) throws InterruptedException {
        try (Following following =
                new Following(cluster, namespace, attempt.jobId(), view, properties.startTimeout(), starts, listener)) {
            ContainerEnd end = following.toEnd();
            if (following.mayStillRun()) {
                remove(attempt.jobId());
            }
            return end;
        }
    }

    @Override
    public void remove(String jobId) throws InterruptedException {
        String name = Names.of(jobId);
        cluster.deleteJob(namespace, name);
        // It exists until its pods are gone, which those of a lost node never are.
        long giveUp = System.nanoTime() + GONE;
        Optional<V1Job> left = cluster.find(namespace, name);
        while (left.isPresent() && System.nanoTime() - giveUp < 0) {
            Thread.sleep(POLL);
            left = cluster.find(namespace, name);
        }
        if (left.isPresent()) {
            logger.atWarn().addKeyValue("job", name).log("Pod may still run: its node does not answer");
            boolean _ = cluster.deleteAtOnce(namespace, left.get());
        }
        cluster.deleteSecret(namespace, name);
    }

    @Override
    public void dispose(String jobId) throws InterruptedException {
        cluster.deleteJob(namespace, Names.of(jobId));
        cluster.deleteSecret(namespace, Names.of(jobId));
    }

    @Override
    public void close() {
        view.close();
    }
}
