package io.wave.job.kubernetes.status;

import io.wave.job.engine.container.ContainerEnd;
import java.util.Optional;

/** How far a job has come on Kubernetes. */
public sealed interface JobStatus {

    /** There is no Job. */
    record Absent() implements JobStatus {}

    /** The Job is suspended until there is room for it. */
    record Suspended() implements JobStatus {}

    /**
     * The pod is being started.
     *
     * @param pod its name; empty if it does not exist yet
     */
    record Starting(Optional<String> pod) implements JobStatus {}

    /**
     * The pod cannot be started at present.
     *
     * @param reason the reason in words
     * @param permanent whether it will not change without a change of the configuration
     */
    record Waiting(String reason, boolean permanent) implements JobStatus {}

    /**
     * The container of a pod runs, or has ended while the Job has not.
     *
     * @param pod name of the pod
     * @param ended whether the container has ended
     */
    record Running(String pod, boolean ended) implements JobStatus {}

    /**
     * The Job has ended.
     *
     * @param end how
     * @param pod name of its last pod, if that exists
     */
    record Ended(ContainerEnd end, Optional<String> pod) implements JobStatus {}
}
