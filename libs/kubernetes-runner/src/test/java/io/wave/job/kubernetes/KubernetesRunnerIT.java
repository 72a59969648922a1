package io.wave.job.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wave.job.JobProfile;
import io.wave.job.engine.container.ContainerRunner;
import io.wave.job.engine.outcome.Outcome;
import io.wave.job.engine.runner.Execution;
import io.wave.job.engine.test.ContainerRunnerContract;
import io.wave.job.engine.test.Script;
import io.wave.job.engine.test.TestAttempt;
import io.wave.local.cluster.JobsNamespace;
import io.wave.local.cluster.NeedsCluster;
import io.wave.local.cluster.TestCluster;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs on a real cluster, with the rights of a worker and under the Pod Security Standard {@code restricted}. */
@NeedsCluster
class KubernetesRunnerIT extends ContainerRunnerContract {

    private static JobsNamespace namespace;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @TempDir
    private Path folder;

    private TestRunners runners;

    @BeforeAll
    static void createNamespace() {
        namespace = JobsNamespace.create("restricted");
    }

    @AfterAll
    static void deleteNamespace() {
        namespace.close();
    }

    @BeforeEach
    void prepare() {
        runners = new TestRunners(namespace, folder, meters);
    }

    @AfterEach
    @Override
    protected void stopWorkers() throws Exception {
        runners.close();
    }

    @Override
    protected ContainerRunner runner() {
        return runner(Map.of());
    }

    /** @param settings below {@code wave.jobs.kubernetes} */
    private ContainerRunner runner(Map<String, String> settings) {
        return runners.start(settings);
    }

    @Override
    protected void removeContainer() {
        namespace.kubectl("delete", "job", jobId);
    }

    @Test
    void objectsHaveLabelsAndTheStartIsTimed() throws Exception {
        assertThat(outcome(runner().launch(attempt, Script.tools("true")))).isInstanceOf(Outcome.Succeeded.class);
        assertThat(labels("job")).contains("wave.io/kind=mirror", "app.kubernetes.io/managed-by=wave");
        assertThat(labels("secret")).contains("wave.io/job=" + jobId);
        assertThat(meters.get("wave.kubernetes.pod.start").timer().count()).isOne();
    }

    @Test
    void unschedulablePodIsNamed() throws Exception {
        Execution execution = runner(
                        Map.of("requests.memory", "4000Gi", "limits.memory", "4000Gi", "start-timeout", "1s"))
                .launch(attempt, Script.tools("true"));
        assertThat(reason(execution))
                .startsWith("mirror failed: no node of the cluster can run it: 0/")
                .contains("Insufficient memory");
        assertThat(objects()).isEmpty();
    }

    @Test
    void imageThatCannotBePulledIsNamed() throws Exception {
        String image = TestCluster.registry() + "/no/such:image";
        Execution execution =
                runner(Map.of("images.skopeo", image, "start-timeout", "1s")).launch(attempt, Script.tools("true"));
        assertThat(reason(execution))
                .startsWith("mirror failed: the image %s of the job cannot be pulled: ".formatted(image));
        assertThat(objects()).isEmpty();
    }

    @Test
    void lackOfMemoryIsNamedWithTheLimit() throws Exception {
        Execution execution =
                runner().launch(attempt, Script.tools("head -c 500m /dev/zero | tail -c 400m > /dev/null"));
        assertThat(reason(execution)).startsWith("mirror failed: out of memory").contains("64Mi");
    }

    @Test
    void profileHasItsOwnLimits() throws Exception {
        attempt = new TestAttempt(jobId, Optional.of(new JobProfile("small")));
        Execution execution = runner(Map.of("profiles.small.limits.memory", "32Mi"))
                .launch(attempt, Script.tools("head -c 500m /dev/zero | tail -c 400m > /dev/null"));
        assertThat(reason(execution))
                .startsWith("mirror failed: out of memory")
                .contains("32Mi", "raise the limits of profile 'small'");
        assertThat(labels("job")).contains("wave.io/profile=small");
        assertThat(labels("pods")).contains("wave.io/profile=small");
    }

    @Test
    void containerIsFollowedByAWorkerWithoutItsProfile() throws Exception {
        attempt = new TestAttempt(jobId, Optional.of(new JobProfile("small")));
        runner(Map.of("profiles.small.limits.memory", "32Mi"))
                .launch(attempt, Script.tools("echo begun; sleep 5; echo ended"));
        awaitOutput("begun\n");
        stopWorkers();
        runners = new TestRunners(namespace, folder, meters);
        Execution attached =
                runner().attach(attempt, Optional.of(Script.tools("unused"))).orElseThrow();
        assertThat(outcome(attached)).isInstanceOf(Outcome.Succeeded.class);
    }

    @Test
    void profileThatTheWorkerDoesNotHaveIsNamed() throws Exception {
        attempt = new TestAttempt(jobId, Optional.of(new JobProfile("huge")));
        Execution execution =
                runner(Map.of("profiles.small.limits.memory", "32Mi")).launch(attempt, Script.tools("true"));
        assertThat(reason(execution))
                .isEqualTo("mirror failed: its worker has no profile 'huge' (wave.jobs.kubernetes.profiles.huge):"
                        + " name another one, or none");
        assertThat(objects()).isEmpty();
    }

    @Test
    void evictedPodIsReplaced() throws Exception {
        Execution execution = runner().launch(
                        attempt,
                        Script.tools("echo begun on $HOSTNAME; sleep 15; echo $HOSTNAME > result; echo ended"));
        awaitOutput("begun on ");
        String first = container();
        evict(first);
        Outcome outcome = outcome(execution);
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Succeeded.class,
                        succeeded ->
                                assertThat(succeeded.note()).isNotEqualTo(first).startsWith(jobId));
        assertThat(attempt.text())
                .contains("begun on " + first, "[the pod was evicted, for example because its node is drained")
                .containsOnlyOnce("ended\n");
    }

    @Test
    void podThatSomebodyDeletesIsNoFailureOfTheJob() throws Exception {
        Execution execution = runner().launch(attempt, Script.tools("echo begun on $HOSTNAME; sleep 300"));
        awaitOutput("begun on ");
        namespace.kubectl("delete", "pod", container(), "--wait=false");
        assertThat(outcome(execution))
                .isInstanceOfSatisfying(
                        Outcome.Disrupted.class,
                        disrupted -> assertThat(disrupted.reason()).isEqualTo("its pod was deleted while it ran"));
    }

    @Test
    void quotaIsNamed() throws Exception {
        try (JobsNamespace full = JobsNamespace.create("restricted")) {
            full.apply("""
                    {"apiVersion": "v1", "kind": "ResourceQuota", "metadata": {"name": "none"}, "spec": {"hard": {"pods": "0"}}}
                    """);
            Execution execution = runner(Map.of(
                            "namespace", full.name(),
                            "kubeconfig", full.kubeconfig().toString(),
                            "start-timeout", "1s"))
                    .launch(attempt, Script.tools("true"));
            assertThat(reason(execution))
                    .startsWith("mirror failed: its pod is refused: ")
                    .contains("exceeded quota: none");
        }
    }

    /** As on a node without the runtime of a class. Its image could be pulled. */
    @Test
    void podThatItsNodeCannotPrepareIsNamed() throws Exception {
        String runtime = namespace.name();
        namespace.apply("""
                {"apiVersion": "node.k8s.io/v1", "kind": "RuntimeClass", "metadata": {"name": "%s"}, "handler": "missing"}
                """.formatted(runtime));
        try {
            Execution execution = runner(Map.of("runtime-class", runtime, "start-timeout", "1s"))
                    .launch(attempt, Script.tools("true"));
            assertThat(reason(execution))
                    .startsWith("mirror failed: its pod cannot be started: Failed to create pod sandbox: ")
                    .contains("missing");
            assertThat(objects()).isEmpty();
        } finally {
            namespace.cleanUp("delete", "runtimeclass", runtime);
        }
    }

    @Test
    void missingRightsAreNamed() throws Exception {
        Execution execution = runner(Map.of("namespace", "default")).launch(attempt, Script.tools("true"));
        assertThat(reason(execution))
                .startsWith("mirror failed: Kubernetes refuses its Job in namespace 'default': ")
                .contains("forbidden");
    }

    @Test
    void deadlineOfTheJobIsNamed() throws Exception {
        Execution execution = runner().launch(attempt, Script.tools("echo begun; sleep 600"));
        awaitOutput("begun\n");
        namespace.patch("job", jobId, "{\"spec\": {\"activeDeadlineSeconds\": 1}}");
        assertThat(reason(execution))
                .isEqualTo(
                        "mirror failed: its Kubernetes Job was ended at its deadline of 1 s (activeDeadlineSeconds)");
    }

    /** As after the loss of all workers. */
    @Test
    void jobThatNoWorkerRemovesIsDeletedByTheCluster() throws Exception {
        runner(Map.of("keep", "1s", "priority-class", "system-cluster-critical"))
                .launch(attempt, Script.tools("echo begun; sleep 3"));
        awaitOutput("begun\n");
        assertThat(namespace.kubectl("get", "pod", container(), "--output", "jsonpath={.spec.priorityClassName}"))
                .isEqualTo("system-cluster-critical");
        // When
        stopWorkers();
        await().atMost(TIMEOUT).until(() -> objects().isEmpty());
    }

    @Test
    void suspendedJobWaitsInAQueue() throws Exception {
        Execution execution = runner(Map.of("queue", "jobs")).launch(attempt, Script.tools("echo begun"));
        await().atMost(TIMEOUT).until(() -> attempt.queuedReports() > 1);
        assertThat(container()).isEmpty();
        assertThat(attempt.isQueued()).isTrue();
        assertThat(execution.outcome()).isNotDone();
        // When
        namespace.patch("job", jobId, "{\"spec\": {\"suspend\": false}}");
        assertThat(outcome(execution)).isInstanceOf(Outcome.Succeeded.class);
        assertThat(attempt.isQueued()).isFalse();
        assertThat(attempt.text()).isEqualTo("[the Kubernetes Job is suspended until there is room for it]\nbegun\n");
    }

    @Test
    void jobThatIsSuspendedForTooLongIsRemoved() throws Exception {
        attempt.endQueue();
        Execution execution = runner(Map.of("queue", "jobs")).launch(attempt, Script.tools("true"));
        assertThat(reason(execution)).startsWith("mirror failed: its Kubernetes Job was not started in time");
        assertThat(objects()).isEmpty();
    }

    @Override
    protected String container() {
        return namespace
                .kubectl(
                        "get",
                        "pods",
                        "--selector",
                        "wave.io/job=" + jobId,
                        "--output",
                        "jsonpath={.items[*].metadata.name}")
                .strip();
    }

    private void evict(String pod) {
        String eviction = """
                {"apiVersion": "policy/v1", "kind": "Eviction", "metadata": {"name": "%s", "namespace": "%s"}}
                """.formatted(pod, namespace.name());
        namespace.create("/api/v1/namespaces/%s/pods/%s/eviction".formatted(namespace.name(), pod), eviction);
    }

    private String labels(String type) {
        return namespace.kubectl("get", type, "--selector", "wave.io/job=" + jobId, "--show-labels", "--no-headers");
    }

    @Override
    protected String objects() {
        return namespace.kubectl("get", "jobs,pods,secrets", "--selector", "wave.io/job=" + jobId, "--output", "name");
    }
}
