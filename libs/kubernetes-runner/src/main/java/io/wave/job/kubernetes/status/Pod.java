package io.wave.job.kubernetes.status;

import io.kubernetes.client.openapi.models.V1ContainerState;
import io.kubernetes.client.openapi.models.V1ContainerStateTerminated;
import io.kubernetes.client.openapi.models.V1ContainerStateWaiting;
import io.kubernetes.client.openapi.models.V1ContainerStatus;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.openapi.models.V1PodCondition;
import io.kubernetes.client.openapi.models.V1PodStatus;
import io.wave.job.engine.container.ContainerEnd;
import io.wave.job.kubernetes.config.KubernetesProperties;
import io.wave.job.kubernetes.object.Names;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** A pod of a job: what its status means. */
final class Pod {

    /** Why a job has no outcome whose pod somebody has deleted. */
    static final String DELETED = "its pod was deleted while it ran";

    /** Exit codes after SIGTERM and SIGKILL. */
    private static final Set<Integer> SIGNALS = Set.of(143, 137);

    private static final Set<String> IMAGE_REASONS =
            Set.of("ErrImagePull", "ImagePullBackOff", "ImageInspectError", "RegistryUnavailable");
    private static final Set<String> PERMANENT = Set.of("InvalidImageName", "ErrImageNeverPull");
    private static final Set<String> CREATION_REASONS =
            Set.of("CreateContainerConfigError", "CreateContainerError", "RunContainerError");
    /** After the time at which a pod should have ended; a node that is only busy has done it by then. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final String DISRUPTION = "DisruptionTarget";

    private final V1ObjectMeta metadata;
    private final V1PodStatus status;
    private final V1Pod pod;

    Pod(V1Pod pod) {
        this.pod = pod;
        this.metadata = Objects.requireNonNull(pod.getMetadata(), "metadata");
        this.status = Objects.requireNonNullElseGet(pod.getStatus(), V1PodStatus::new);
    }

    String name() {
        return String.valueOf(metadata.getName());
    }

    OffsetDateTime created() {
        return Objects.requireNonNullElse(metadata.getCreationTimestamp(), OffsetDateTime.MIN);
    }

    /** Whether the Job replaces it. */
    boolean isReplaced() {
        return "Failed".equals(status.getPhase()) && disruption().isPresent();
    }

    /**
     * Whether its node should have ended it and has reported nothing. The Job neither replaces nor fails it, for as long as the node
     * is lost.
     */
    boolean isSilent(OffsetDateTime now) {
        OffsetDateTime end = metadata.getDeletionTimestamp();
        return end != null
                && now.isAfter(end.plus(PATIENCE))
                && !Set.of("Failed", "Succeeded").contains(String.valueOf(status.getPhase()))
                && terminated().isEmpty();
    }

    ContainerEnd lost() {
        return new ContainerEnd.Lost("its node '%s' does not answer"
                .formatted(pod.getSpec() == null ? "" : pod.getSpec().getNodeName()));
    }

    /** The message of the container. */
    String message() {
        return terminated()
                .map(V1ContainerStateTerminated::getMessage)
                .filter(Objects::nonNull)
                .orElse("");
    }

    JobStatus status() {
        Optional<V1ContainerState> state = state();
        if (state.isPresent()
                && (state.get().getRunning() != null || state.get().getTerminated() != null)) {
            return new JobStatus.Running(name(), state.get().getTerminated() != null);
        }
        return unschedulable()
                .or(() -> state.map(V1ContainerState::getWaiting).flatMap(this::waiting))
                .orElseGet(() -> new JobStatus.Starting(Optional.of(name())));
    }

    private Optional<JobStatus> unschedulable() {
        return condition("PodScheduled", "False")
                .filter(condition -> "Unschedulable".equals(condition.getReason()))
                .map(condition ->
                        new JobStatus.Waiting("no node of the cluster can run it: " + condition.getMessage(), false));
    }

    private Optional<JobStatus> waiting(V1ContainerStateWaiting waiting) {
        String reason = String.valueOf(waiting.getReason());
        String words = Objects.requireNonNullElse(waiting.getMessage(), reason);
        if (PERMANENT.contains(reason) || IMAGE_REASONS.contains(reason)) {
            return Optional.of(new JobStatus.Waiting(
                    "the image %s of the job cannot be pulled: %s".formatted(image(), words),
                    PERMANENT.contains(reason)));
        }
        return CREATION_REASONS.contains(reason)
                ? Optional.of(new JobStatus.Waiting("its container cannot be started: " + words, false))
                : Optional.empty();
    }

    private String image() {
        return pod.getSpec() == null
                ? ""
                : String.valueOf(pod.getSpec().getContainers().getFirst().getImage());
    }

    /** How the pod ended; empty if it did not. */
    Optional<ContainerEnd> end() {
        return ended().or(() -> terminated().map(this::end));
    }

    /** The end of a pod as a whole. */
    private Optional<ContainerEnd> ended() {
        String reason = String.valueOf(status.getReason());
        return switch (reason) {
            case "Evicted" -> failed("its pod was evicted: " + status.getMessage());
            case "DeadlineExceeded" -> failed("its pod was ended at its deadline");
            case "NodeLost", "Shutdown", "Terminated" -> endedByNode(reason);
            default -> isRejected() ? endedByNode(reason) : Optional.empty();
        };
    }

    /**
     * Whether its node has refused a pod that was assigned to it, whose container has never run: for lack of resources ({@code OutOfcpu} and
     * others), because it is shutting down, or for reasons that depend on the version of the kubelet.
     */
    private boolean isRejected() {
        return "Failed".equals(status.getPhase()) && status.getReason() != null && state().isEmpty();
    }

    private Optional<ContainerEnd> endedByNode(String reason) {
        return Optional.of(
                new ContainerEnd.Lost("its pod was ended by its node: %s: %s".formatted(reason, status.getMessage())));
    }

    private static Optional<ContainerEnd> failed(String words) {
        return Optional.of(new ContainerEnd.Failed(words));
    }

    private ContainerEnd end(V1ContainerStateTerminated terminated) {
        String reason = String.valueOf(terminated.getReason());
        return switch (reason) {
            case "OOMKilled" -> new ContainerEnd.Failed("out of memory: " + memoryLimit());
            case "ContainerStatusUnknown" -> new ContainerEnd.Lost("its node was lost: " + terminated.getMessage());
            case "StartError", "ContainerCannotRun" ->
                new ContainerEnd.Failed("its container cannot be started: " + terminated.getMessage());
            default ->
                isDeleted(terminated)
                        ? new ContainerEnd.Lost(DELETED)
                        : new ContainerEnd.Exited(
                                Objects.requireNonNullElse(terminated.getExitCode(), -1),
                                Objects.requireNonNullElse(terminated.getMessage(), ""));
        };
    }

    /** By somebody who does not use the eviction API, such as {@code kubectl delete pod}: its processes were ended by a signal. */
    private boolean isDeleted(V1ContainerStateTerminated terminated) {
        return metadata.getDeletionTimestamp() != null
                && SIGNALS.contains(Objects.requireNonNullElse(terminated.getExitCode(), 0));
    }

    private String memoryLimit() {
        return Optional.ofNullable(pod.getSpec())
                .map(spec -> spec.getContainers().getFirst().getResources())
                .map(resources -> resources.getLimits())
                .map(limits -> limits.get("memory"))
                .map(limit -> "a process was killed at the limit of %s of the job%s"
                        .formatted(limit.toSuffixedString(), raise()))
                .orElse("a process was killed because its node is short of memory");
    }

    private String raise() {
        return KubernetesProperties.PROFILES.limitToRaise(
                Optional.ofNullable(metadata.getLabels()).map(labels -> labels.get(Names.PROFILE)));
    }

    /** Why the pod was ended although its command could have gone on. */
    Optional<String> disruption() {
        return condition(DISRUPTION, "True").map(condition -> switch (String.valueOf(condition.getReason())) {
            case "PreemptionByScheduler" -> "preempted by a pod with a higher priority";
            case "DeletionByTaintManager" -> "ended because of a taint of its node, which may be lost";
            case "EvictionByEvictionAPI" -> "evicted, for example because its node is drained";
            case "DeletionByPodGC" -> "removed because its node is gone";
            case "TerminationByKubelet" -> "ended by its node: " + condition.getMessage();
            case String other -> "disrupted: %s: %s".formatted(other, condition.getMessage());
        });
    }

    private Optional<V1PodCondition> condition(String type, String value) {
        List<V1PodCondition> conditions = status.getConditions();
        return conditions == null
                ? Optional.empty()
                : conditions.stream()
                        .filter(condition -> type.equals(condition.getType()) && value.equals(condition.getStatus()))
                        .findFirst();
    }

    private Optional<V1ContainerStateTerminated> terminated() {
        return state().map(V1ContainerState::getTerminated);
    }

    private Optional<V1ContainerState> state() {
        List<V1ContainerStatus> containers = status.getContainerStatuses();
        return containers == null
                ? Optional.empty()
                : containers.stream()
                        .filter(container -> Names.CONTAINER.equals(container.getName()))
                        .map(V1ContainerStatus::getState)
                        .filter(Objects::nonNull)
                        .findFirst();
    }
}
