package io.wave.job.kubernetes.cluster;

import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1Pod;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.wave.job.kubernetes.object.Names;
import io.wave.job.kubernetes.status.JobObjects;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;

/** The jobs of a namespace and their pods, kept up to date. */
final class NamespaceView implements AutoCloseable {

    private static final long LAG = Duration.ofSeconds(10).toNanos();
    private static final Duration POLL = Duration.ofMillis(50);

    private final ObjectWatch<V1Job> jobs;
    private final ObjectWatch<V1Pod> pods;

    NamespaceView(Cluster cluster, String namespace, MeterRegistry meters) {
        this.jobs = new ObjectWatch<>("kubernetes-jobs-" + namespace, cluster.jobs(namespace));
        this.pods = new ObjectWatch<>("kubernetes-pods-" + namespace, cluster.pods(namespace));
        age(jobs, "jobs", namespace, meters);
        age(pods, "pods", namespace, meters);
    }

    private static void age(ObjectWatch<?> watch, String resource, String namespace, MeterRegistry meters) {
        Gauge.builder("wave.kubernetes.watch.age", watch, ObjectWatch::age)
                .description("Time since the Kubernetes API last reported anything about jobs or pods")
                .baseUnit("seconds")
                .tag("namespace", namespace)
                .tag("resource", resource)
                .register(meters);
    }

    void start() {
        jobs.start();
        pods.start();
    }

    JobObjects of(String name) {
        V1Job job = jobs.find(name);
        String uid = job == null ? "" : JobObjects.uid(job);
        return new JobObjects(
                job,
                pods.all().stream().filter(pod -> isOf(pod, name, uid)).toList(),
                OffsetDateTime.now(ZoneOffset.UTC));
    }

    /** A pod of a lost node can outlive its Job, which has a successor with the same name then. */
    private static boolean isOf(V1Pod pod, String name, String uid) {
        Map<String, String> labels = Objects.requireNonNull(pod.getMetadata()).getLabels();
        return labels != null
                && name.equals(labels.get(Names.JOB))
                && uid.equals(labels.getOrDefault(Names.JOB_UID, uid));
    }

    /** Waits for a time until this Job is not reported any more. */
    void awaitWithout(V1Job job) throws InterruptedException {
        String name = String.valueOf(Objects.requireNonNull(job.getMetadata()).getName());
        long giveUp = System.nanoTime() + LAG;
        while (isReported(name, JobObjects.uid(job)) && System.nanoTime() - giveUp < 0) {
            Thread.sleep(POLL);
        }
    }

    private boolean isReported(String name, String uid) {
        V1Job present = jobs.find(name);
        return present != null && JobObjects.uid(present).equals(uid);
    }

    @Override
    public void close() {
        jobs.close();
        pods.close();
    }
}
