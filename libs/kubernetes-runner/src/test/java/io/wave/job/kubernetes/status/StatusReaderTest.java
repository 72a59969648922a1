package io.wave.job.kubernetes.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.util.Yaml;
import io.wave.job.engine.container.ContainerEnd;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statuses as clusters report them. */
class StatusReaderTest {

    private static final OffsetDateTime NOW = OffsetDateTime.parse("2026-11-29T12:00:00Z");
    private static final V1Job ACTIVE = job("active: 1");

    @Test
    void withoutJobThereIsNothing() {
        assertThat(StatusReader.of(new JobObjects(null, List.of(), NOW))).isEqualTo(new JobStatus.Absent());
    }

    @Test
    void jobWithoutPodStarts() {
        assertThat(status(ACTIVE)).isEqualTo(new JobStatus.Starting(Optional.empty()));
    }

    @Test
    void suspendedJobWaitsForItsQueue() {
        V1Job suspended = Yaml.loadAs("{metadata: {name: job}, spec: {suspend: true, template: {}}}", V1Job.class);
        assertThat(status(suspended)).isEqualTo(new JobStatus.Suspended());
    }

    @Test
    void unschedulablePodHasTheWordsOfTheScheduler() {
        V1Pod pod = pod(1, """
                phase: Pending
                conditions:
                - {type: PodScheduled, status: "False", reason: Unschedulable, message: 0/3 nodes are available: 3 Insufficient memory.}
                """.replace("message: 0/3", "message: \"0/3").replace("memory.}", "memory.\"}"));
        assertThat(status(ACTIVE, pod))
                .isEqualTo(new JobStatus.Waiting(
                        "no node of the cluster can run it: 0/3 nodes are available: 3 Insufficient memory.", false));
    }

    @Test
    void imageThatCannotBePulledIsNamed() {
        assertThat(status(ACTIVE, pod(1, waiting("ImagePullBackOff", "Back-off pulling image"))))
                .isEqualTo(new JobStatus.Waiting(
                        "the image registry.test/skopeo:1 of the job cannot be pulled: Back-off pulling image", false));
        assertThat(status(ACTIVE, pod(1, waiting("InvalidImageName", "no such name"))))
                .isEqualTo(new JobStatus.Waiting(
                        "the image registry.test/skopeo:1 of the job cannot be pulled: no such name", true));
        assertThat(status(ACTIVE, pod(1, waiting("ContainerCreating", ""))))
                .isEqualTo(new JobStatus.Starting(Optional.of("pod-1")));
    }

    @Test
    void podThatItsNodeDoesNotEndIsLost() {
        V1Pod pod = pod(1, "phase: Running\n" + container("running: {}"));
        Objects.requireNonNull(pod.getSpec()).setNodeName("node-1");
        V1ObjectMeta metadata = Objects.requireNonNull(pod.getMetadata());
        metadata.setDeletionTimestamp(NOW.minus(Duration.ofSeconds(61)));
        assertThat(status(ACTIVE, pod))
                .isEqualTo(new JobStatus.Ended(
                        new ContainerEnd.Lost("its node 'node-1' does not answer"), Optional.empty()));
        metadata.setDeletionTimestamp(NOW.minus(Duration.ofSeconds(59)));
        assertThat(status(ACTIVE, pod)).isInstanceOf(JobStatus.Running.class);
    }

    @Test
    void runningPodIsNamed() {
        assertThat(status(ACTIVE, pod(1, "phase: Running\n" + container("running: {}"))))
                .isEqualTo(new JobStatus.Running("pod-1", false));
    }

    /** Since Kubernetes 1.31 the condition SuccessCriteriaMet comes first. */
    @Test
    void onlyCompleteIsTheEnd() {
        V1Pod pod = pod(1, "phase: Succeeded\n" + container("terminated: {exitCode: 0, message: done}"));
        assertThat(status(job("conditions: [{type: SuccessCriteriaMet, status: \"True\"}]"), pod))
                .isEqualTo(new JobStatus.Running("pod-1", true));
        assertThat(status(
                        job(
                                "conditions: [{type: SuccessCriteriaMet, status: \"True\"}, {type: Complete, status: \"True\"}]"),
                        pod))
                .isEqualTo(new JobStatus.Ended(new ContainerEnd.Exited(0, "done"), Optional.of("pod-1")));
    }

    /** The result of the Job counts; the log is another matter. */
    @Test
    void completeJobWithoutPodHasSucceeded() {
        assertThat(status(job("conditions: [{type: Complete, status: \"True\"}]")))
                .isEqualTo(new JobStatus.Ended(new ContainerEnd.Exited(0, ""), Optional.empty()));
    }

    @Test
    void onlyFailedIsTheEnd() {
        V1Pod pod = pod(1, "phase: Failed\n" + container("terminated: {exitCode: 3, reason: Error, message: words}"));
        assertThat(status(job("conditions: [{type: FailureTarget, status: \"True\", reason: PodFailurePolicy}]"), pod))
                .isEqualTo(new JobStatus.Running("pod-1", true));
        assertThat(status(failed("PodFailurePolicy"), pod))
                .isEqualTo(new JobStatus.Ended(new ContainerEnd.Exited(3, "words"), Optional.of("pod-1")));
    }

    @Test
    void lackOfMemoryIsNamedWithTheLimit() {
        V1Pod pod = pod(1, "phase: Failed\n" + container("terminated: {exitCode: 137, reason: OOMKilled}"));
        assertThat(end(failed("PodFailurePolicy"), pod))
                .isEqualTo(
                        "out of memory: a process was killed at the limit of 64Mi of the job (wave.jobs.kubernetes.limits.memory)");
    }

    @Test
    void lackOfMemoryNamesTheProfile() {
        V1Pod pod = pod(1, "phase: Failed\n" + container("terminated: {exitCode: 137, reason: OOMKilled}"));
        Objects.requireNonNull(pod.getMetadata()).putLabelsItem("wave.io/profile", "small");
        assertThat(end(failed("PodFailurePolicy"), pod))
                .isEqualTo(
                        "out of memory: a process was killed at the limit of 64Mi of the job: raise the limits of"
                                + " profile 'small' (wave.jobs.kubernetes.profiles.small.limits.memory) or name another profile");
    }

    @Test
    void deadlineOfTheJobIsNamed() {
        assertThat(end(failed("DeadlineExceeded")))
                .isEqualTo("its Kubernetes Job was ended at its deadline of 600 s (activeDeadlineSeconds)");
    }

    @Test
    void evictionBecauseOfOwnLimitsIsNamed() {
        V1Pod pod =
                pod(1, "phase: Failed\nreason: Evicted\nmessage: \"Pod ephemeral local storage usage exceeds 1Gi\"\n");
        assertThat(end(failed("BackoffLimitExceeded"), pod))
                .isEqualTo("its pod was evicted: Pod ephemeral local storage usage exceeds 1Gi");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OutOfcpu",
                "OutOfpods",
                "OutOfephemeral-storage",
                "OutOfexample.com/gpu",
                "NodeShutdown",
                "NodeAffinity",
                "TopologyAffinityError",
                "UnexpectedAdmissionError"
            })
    void podThatItsNodeRejectsIsReplaced(String reason) {
        V1Pod pod = pod(1, "phase: Failed\nreason: %s\nmessage: \"Pod was rejected\"\n".formatted(reason));
        assertThat(end(failed("BackoffLimitExceeded"), pod))
                .isEqualTo("lost: its pod was ended by its node: %s: Pod was rejected".formatted(reason));
    }

    @ParameterizedTest
    @ValueSource(ints = {143, 137})
    void podThatSomebodyDeletesIsReplaced(int exitCode) {
        V1Pod pod =
                pod(1, "phase: Failed\n" + container("terminated: {exitCode: %d, reason: Error}".formatted(exitCode)));
        assertThat(end(failed("PodFailurePolicy"), pod)).as("not deleted").startsWith("not failed");
        Objects.requireNonNull(pod.getMetadata()).setDeletionTimestamp(NOW);
        assertThat(end(failed("PodFailurePolicy"), pod)).isEqualTo("lost: its pod was deleted while it ran");
        assertThat(end(failed("PodFailurePolicy"))).isEqualTo("lost: its pod was deleted while it ran");
    }

    @Test
    void lostNodeIsNamed() {
        V1Pod pod = pod(
                1,
                "phase: Failed\n"
                        + container("terminated: {exitCode: 137, reason: ContainerStatusUnknown, message: gone}"));
        assertThat(end(failed("PodFailurePolicy"), pod)).isEqualTo("lost: its node was lost: gone");
    }

    @Test
    void failureWithoutPodHasTheWordsOfTheJob() {
        assertThat(end(failed("BackoffLimitExceeded")))
                .isEqualTo("its Kubernetes Job failed: BackoffLimitExceeded: words of the Job");
    }

    @Test
    void disruptedPodIsReplaced() {
        V1Pod first = pod(
                1,
                "phase: Failed\nconditions: [{type: DisruptionTarget, status: \"True\", reason: EvictionByEvictionAPI}]\n"
                        + container("terminated: {exitCode: 143, reason: Error}"));
        assertThat(StatusReader.disruption(first)).contains("evicted, for example because its node is drained");
        assertThat(status(ACTIVE, first)).isEqualTo(new JobStatus.Starting(Optional.empty()));
        V1Pod second = pod(2, "phase: Running\n" + container("running: {}"));
        assertThat(status(ACTIVE, first, second)).isEqualTo(new JobStatus.Running("pod-2", false));
        assertThat(status(ACTIVE, second, first)).isEqualTo(new JobStatus.Running("pod-2", false));
    }

    private static String end(V1Job job, V1Pod... pods) {
        return switch (status(job, pods)) {
            case JobStatus.Ended(ContainerEnd.Failed(String reason), var _) -> reason;
            case JobStatus.Ended(ContainerEnd.Lost(String reason), var _) -> "lost: " + reason;
            case JobStatus other -> "not failed: " + other;
        };
    }

    private static JobStatus status(V1Job job, V1Pod... pods) {
        return StatusReader.of(new JobObjects(job, Arrays.asList(pods), NOW));
    }

    private static V1Job failed(String reason) {
        return job(
                "conditions: [{type: FailureTarget, status: \"True\"}, {type: Failed, status: \"True\", reason: %s, message: words of the Job}]"
                        .formatted(reason));
    }

    private static V1Job job(String status) {
        return Yaml.loadAs("""
                metadata: {name: job}
                spec: {activeDeadlineSeconds: 600, template: {}}
                status:
                  %s
                """.formatted(status), V1Job.class);
    }

    private static String waiting(String reason, String message) {
        return "phase: Pending\n" + container("waiting: {reason: %s, message: \"%s\"}".formatted(reason, message));
    }

    private static String container(String state) {
        return "containerStatuses: [{name: job, ready: false, restartCount: 0, image: a, imageID: a, state: {%s}}]\n"
                .formatted(state);
    }

    private static V1Pod pod(int number, String status) {
        return Yaml.loadAs("""
                metadata: {name: pod-%d, creationTimestamp: "2026-11-29T21:00:0%dZ"}
                spec:
                  containers:
                  - name: job
                    image: registry.test/skopeo:1
                    resources: {limits: {memory: 64Mi}}
                status:
                %s
                """.formatted(number, number, status.indent(2)), V1Pod.class);
    }
}
