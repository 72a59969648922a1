package io.wave.job.kubernetes.object;

import io.kubernetes.client.openapi.models.V1VolumeMount;
import io.wave.job.engine.plan.Container;
import io.wave.job.kubernetes.config.KubernetesProperties;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * The subordinate ids of the user of BuildKit in a pod with a user namespace of its own. That has 65536 ids, and those in the image
 * are above them: on a node they must not be those of other users.
 */
final class SubordinateIds {

    /** A file of the Secret. */
    static final String FILE = "subid";

    private SubordinateIds() {}

    static boolean areNeeded(Container container, KubernetesProperties properties) {
        return container.tool() == Container.Tool.BUILDER && !properties.hostUsers();
    }

    /** All ids but those of root and of the user. */
    static byte[] content() {
        return "user:1:999\nuser:1001:64535\n".getBytes(StandardCharsets.US_ASCII);
    }

    static List<V1VolumeMount> mounts(String volume) {
        return Stream.of("/etc/subuid", "/etc/subgid")
                .map(path -> new V1VolumeMount()
                        .name(volume)
                        .mountPath(path)
                        .subPath(FILE)
                        .readOnly(true))
                .toList();
    }
}
