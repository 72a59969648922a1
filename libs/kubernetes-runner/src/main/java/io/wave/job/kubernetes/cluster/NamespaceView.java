package io.wave.job.kubernetes.cluster;

import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1Pod;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.wave.job.kubernetes.object.Names;
import io.wave.job.kubernetes.status.JobObjects;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;

/** The jobs of a namespace and their pods, kept up to date. */
final class NamespaceView implements AutoCloseable {

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
        return new JobObjects(
                jobs.find(name),
                pods.all().stream().filter(pod -> isOf(pod, name)).toList(),
                OffsetDateTime.now(ZoneOffset.UTC));
    }

    private static boolean isOf(V1Pod pod, String name) {
        Map<String, String> labels = Objects.requireNonNull(pod.getMetadata()).getLabels();
        return labels != null && name.equals(labels.get(Names.JOB));
    }

    @Override
    public void close() {
        jobs.close();
        pods.close();
    }
}
