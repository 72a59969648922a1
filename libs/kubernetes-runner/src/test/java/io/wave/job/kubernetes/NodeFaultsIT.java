package io.wave.job.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wave.job.engine.container.ContainerRunner;
import io.wave.job.engine.outcome.Outcome;
import io.wave.job.engine.runner.Execution;
import io.wave.job.engine.test.Script;
import io.wave.job.engine.test.TestAttempt;
import io.wave.local.cluster.JobsNamespace;
import io.wave.local.cluster.NeedsCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What nodes and the scheduler do to pods of jobs. The tests wait for the cluster most of the time, so they run at the same time. */
@NeedsCluster
@org.junit.jupiter.api.parallel.Execution(ExecutionMode.CONCURRENT)
class NodeFaultsIT {

    private static final Duration TIMEOUT = Duration.ofMinutes(3);
    private static final String SCRIPT = "echo $HOSTNAME > result; echo ended";

    private final TestAttempt attempt = new TestAttempt("mr-0123456789ab");
    private JobsNamespace namespace;
    private TestRunners runners;
    private SilentNode node;

    @TempDir
    private Path folder;

    @BeforeEach
    void createNode() {
        namespace = JobsNamespace.create("restricted");
        runners = new TestRunners(namespace, folder, new SimpleMeterRegistry());
        node = SilentNode.create(namespace, "100m");
    }

    @AfterEach
    void removeNode() throws Exception {
        try (JobsNamespace _ = namespace;
                SilentNode _ = node) {
            runners.close();
        }
    }

    @Test
    void podOfRemovedNodeIsReplaced() throws Exception {
        Execution execution = launch(Map.of());
        String pod = node.pod();
        node.reportRunning(pod);
        node.allowOthers();
        // When
        node.remove();
        assertThat(note(execution)).startsWith(attempt.jobId()).isNotEqualTo(pod);
        assertThat(attempt.text())
                .contains("[the pod was removed because its node is gone")
                .containsOnlyOnce("ended\n");
    }

    @Test
    void preemptedPodIsReplaced() throws Exception {
        Execution execution = launch(Map.of("requests.cpu", "80m"));
        String pod = node.pod();
        node.reportRunning(pod);
        // When
        namespace.apply(importantPod());
        await("it is preempted").atMost(TIMEOUT).until(() -> !deletion(pod).isBlank());
        node.allowOthers();
        node.reportEnded(pod);
        namespace.kubectl("delete", "pod", pod, "--grace-period=0", "--force");
        assertThat(note(execution)).startsWith(attempt.jobId()).isNotEqualTo(pod);
        assertThat(attempt.text()).contains("[the pod was preempted by a pod with a higher priority");
    }

    @Test
    void podOfANodeThatDoesNotAnswerIsGivenUp() throws Exception {
        ContainerRunner runner = runners.start(onNode());
        Execution execution = runner.launch(attempt, Script.tools(SCRIPT));
        String pod = node.pod();
        node.reportRunning(pod);
        // When
        namespace.kubectl("delete", "pod", pod, "--wait=false");
        assertThat(outcome(execution))
                .isInstanceOfSatisfying(
                        Outcome.Disrupted.class,
                        lost -> assertThat(lost.reason())
                                .startsWith("its node 'wave-test-")
                                .endsWith("' does not answer"));
        // Then
        node.allowOthers();
        assertThat(note(runner.launch(attempt, Script.tools(SCRIPT))))
                .startsWith(attempt.jobId())
                .isNotEqualTo(pod);
        assertThat(attempt.text()).containsOnlyOnce("ended\n");
        assertThat(deletion(pod)).as("the pod that may still run").isNotBlank();
    }

    /** With a class that every cluster has. */
    private String importantPod() {
        return """
                {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "important"}, "spec": {
                  "priorityClassName": "system-cluster-critical", "nodeSelector": {"%s": ""},
                  "tolerations": [{"key": "%s", "operator": "Exists"}],
                  "securityContext": {"runAsNonRoot": true, "runAsUser": 1000, "seccompProfile": {"type": "RuntimeDefault"}},
                  "containers": [{"name": "x", "image": "x", "resources": {"requests": {"cpu": "80m"}},
                    "securityContext": {"allowPrivilegeEscalation": false, "capabilities": {"drop": ["ALL"]}}}]}}
                """.formatted(node.label(), node.label());
    }

    private Execution launch(Map<String, String> settings) throws Exception {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(onNode());
        return runners.start(all).launch(attempt, Script.tools(SCRIPT));
    }

    private Map<String, String> onNode() {
        return Map.of(
                "node-selectors",
                node.label() + "=",
                "tolerations[0].key",
                node.label(),
                "tolerations[0].operator",
                "Exists");
    }

    private String deletion(String pod) {
        return namespace.kubectl("get", "pod", pod, "--output", "jsonpath={.metadata.deletionTimestamp}");
    }

    private static Outcome outcome(Execution execution) throws Exception {
        return execution.outcome().get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    }

    private static String note(Execution execution) throws Exception {
        Outcome outcome = outcome(execution);
        return outcome instanceof Outcome.Succeeded succeeded ? String.valueOf(succeeded.note()) : outcome.toString();
    }
}
