package io.wave.job.kubernetes;

import static org.awaitility.Awaitility.await;

import io.wave.local.cluster.JobsNamespace;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A node without a kubelet: pods are assigned to it, and then nobody reports about them but the test. To the cluster it is a node
 * that is lost soon.
 */
final class SilentNode implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private final JobsNamespace namespace;
    private final String name = "wave-test-"
            + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());

    private SilentNode(JobsNamespace namespace) {
        this.namespace = namespace;
    }

    /** @param cpu the CPU that it offers */
    static SilentNode create(JobsNamespace namespace, String cpu) {
        SilentNode node = new SilentNode(namespace);
        node.namespace.apply("""
                {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "%s", "labels": {"%s": ""}},
                 "spec": {"taints": [{"key": "%s", "effect": "NoSchedule"}]}}
                """.formatted(node.name, node.label(), node.label()));
        String resources = "{\"cpu\": \"%s\", \"memory\": \"1Gi\", \"pods\": \"10\"}".formatted(cpu);
        node.patch("node", node.name, """
                {"status": {"capacity": %s, "allocatable": %s,
                 "conditions": [{"type": "Ready", "status": "True", "reason": "Test", "lastHeartbeatTime": "%s"}]}}
                """.formatted(resources, resources, now()));
        return node;
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }

    /** A taint of this node, and a label, with an empty value, of this node and of no other until {@link #allowOthers}. */
    String label() {
        return "wave.io/" + name;
    }

    /** Gives that label to all nodes. */
    void allowOthers() {
        String _ = namespace.kubectl("label", "nodes", "--all", "--overwrite", label() + "=");
    }

    /** Waits for a pod on this node, and returns its name. */
    String pod() {
        await("a pod on " + name).atMost(TIMEOUT).until(() -> !pods().isEmpty());
        return pods();
    }

    private String pods() {
        return namespace
                .kubectl(
                        "get",
                        "pods",
                        "--field-selector",
                        "spec.nodeName=" + name,
                        "--output",
                        "jsonpath={.items[*].metadata.name}")
                .strip();
    }

    /** Reports that the container of a pod runs. */
    void reportRunning(String pod) {
        patch("pod", pod, """
                {"status": {"phase": "Running", "startTime": "%s", "containerStatuses": [{"name": "job", "image": "x", "imageID": "x",
                 "ready": true, "restartCount": 0, "state": {"running": {"startedAt": "%s"}}}]}}
                """.formatted(now(), now()));
    }

    /** Reports that a pod was ended. */
    void reportEnded(String pod) {
        patch("pod", pod, """
                {"status": {"phase": "Failed", "containerStatuses": [{"name": "job", "image": "x", "imageID": "x", "ready": false,
                 "restartCount": 0, "state": {"terminated": {"exitCode": 143, "reason": "Error", "finishedAt": "%s"}}}]}}
                """.formatted(now()));
    }

    private void patch(String type, String object, String status) {
        String _ = namespace.kubectl("patch", type, object, "--subresource=status", "--type=merge", "--patch", status);
    }

    /** Removes the node, as a cloud does with a machine that has failed. */
    void remove() {
        String _ = namespace.kubectl("delete", "node", name, "--ignore-not-found");
    }

    @Override
    public void close() {
        namespace.cleanUp("label", "nodes", "--all", label() + "-");
        namespace.cleanUp("delete", "node", name, "--ignore-not-found");
    }
}
