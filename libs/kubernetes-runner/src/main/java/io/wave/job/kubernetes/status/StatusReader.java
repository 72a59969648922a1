package io.wave.job.kubernetes.status;

import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1JobCondition;
import io.kubernetes.client.openapi.models.V1JobStatus;
import io.kubernetes.client.openapi.models.V1Pod;
import io.wave.job.engine.container.ContainerEnd;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Reads the status of a job. Conditions are searched by their type: a Job may have several, in any order, and only
 * {@code Complete} and {@code Failed} say that it has ended.
 */
public final class StatusReader {

    private StatusReader() {}

    /** The status of a job with these objects. */
    public static JobStatus of(JobObjects objects) {
        V1Job job = objects.job();
        if (job == null) {
            return new JobStatus.Absent();
        }
        Optional<Pod> newest = newest(objects.pods());
        if (condition(job, "Complete").isPresent()) {
            return new JobStatus.Ended(
                    new ContainerEnd.Exited(0, newest.map(Pod::message).orElse("")), newest.map(Pod::name));
        }
        Optional<V1JobCondition> failed = condition(job, "Failed");
        if (failed.isPresent()) {
            return new JobStatus.Ended(
                    isLate(failed.get()) ? deadline(job) : end(failed.get(), newest), newest.map(Pod::name));
        }
        Optional<Pod> silent = newest.filter(pod -> pod.isSilent(objects.at()));
        if (silent.isPresent()) {
            // The Job does not fail before its pod is known to have ended.
            boolean late =
                    condition(job, "FailureTarget").filter(StatusReader::isLate).isPresent();
            return new JobStatus.Ended(late ? deadline(job) : silent.get().lost(), Optional.empty());
        }
        Optional<Pod> active = newest.filter(pod -> !pod.isReplaced());
        if (active.isEmpty() && isSuspended(job)) {
            return new JobStatus.Suspended();
        }
        return active.map(Pod::status).orElseGet(() -> new JobStatus.Starting(Optional.empty()));
    }

    /** Why pods of a job that has not ended do not run any more, by the names of the pods. */
    public static Optional<String> disruption(V1Pod pod) {
        return new Pod(pod).disruption();
    }

    private static Optional<Pod> newest(List<V1Pod> pods) {
        return pods.stream().map(Pod::new).max(Comparator.comparing(Pod::created));
    }

    private static boolean isSuspended(V1Job job) {
        return job.getSpec() != null && Boolean.TRUE.equals(job.getSpec().getSuspend());
    }

    private static Optional<V1JobCondition> condition(V1Job job, String type) {
        V1JobStatus status = job.getStatus();
        return status == null || status.getConditions() == null
                ? Optional.empty()
                : status.getConditions().stream()
                        .filter(condition -> type.equals(condition.getType()) && "True".equals(condition.getStatus()))
                        .findFirst();
    }

    private static boolean isLate(V1JobCondition failed) {
        return "DeadlineExceeded".equals(failed.getReason());
    }

    private static ContainerEnd deadline(V1Job job) {
        Long seconds = job.getSpec() == null ? null : job.getSpec().getActiveDeadlineSeconds();
        return new ContainerEnd.Failed("its Kubernetes Job was ended at its deadline"
                + (seconds == null ? "" : " of %d s (activeDeadlineSeconds)".formatted(seconds)));
    }

    private static ContainerEnd end(V1JobCondition failed, Optional<Pod> pod) {
        if (pod.isEmpty() && "PodFailurePolicy".equals(failed.getReason())) {
            // The exit code is that of a signal: a pod that ends by itself stays with its Job.
            return new ContainerEnd.Lost(Pod.DELETED);
        }
        return pod.flatMap(Pod::end)
                .orElseGet(() -> new ContainerEnd.Failed(
                        "its Kubernetes Job failed: %s: %s".formatted(failed.getReason(), failed.getMessage())));
    }
}
