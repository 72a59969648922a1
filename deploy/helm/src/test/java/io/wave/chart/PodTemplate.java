package io.wave.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;

/**
 * The pod of a workload.
 *
 * @param name of the workload
 * @param spec of the pod
 */
record PodTemplate(String name, Map<?, ?> spec) {

    /** Those of all workloads in the output of helm. */
    static List<PodTemplate> in(String objects) {
        List<PodTemplate> found = new ArrayList<>();
        for (Object document : new Yaml().loadAll(objects)) {
            if (document instanceof Map<?, ?> object) {
                Object spec =
                        "Pod".equals(object.get("kind")) ? object.get("spec") : at(object, "spec", "template", "spec");
                if (spec instanceof Map<?, ?> pod && pod.containsKey("containers")) {
                    found.add(new PodTemplate(String.valueOf(at(object, "metadata", "name")), pod));
                }
            }
        }
        return found;
    }

    private static @Nullable Object at(Map<?, ?> object, String... path) {
        Object current = object;
        for (String name : path) {
            current = current instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return current;
    }

    /** Whether it runs BuildKit, which sets up user namespaces. */
    boolean isBuildKit() {
        return name.endsWith("-buildkit");
    }

    /** A user namespace of the pod, in which daemons can make process namespaces for steps. */
    void assertSandboxed() {
        assertThat(at(spec, "hostUsers")).isEqualTo(false);
        assertThat(at(spec, "securityContext", "runAsNonRoot")).isEqualTo(true);
        assertThat(at(spec, "automountServiceAccountToken")).isEqualTo(false);
        Map<?, ?> daemon = (Map<?, ?>) ((List<?>) Objects.requireNonNull(spec.get("containers"))).getFirst();
        assertThat(at(daemon, "securityContext", "procMount")).isEqualTo("Unmasked");
        assertThat(at(daemon, "securityContext", "readOnlyRootFilesystem")).isEqualTo(true);
        assertThat(at(daemon, "resources", "limits", "memory")).isNotNull();
        assertThat(String.valueOf(daemon.get("args"))).doesNotContain("no-process-sandbox");
    }

    /** What the Pod Security Standard asks for, a read-only root file system, and limits. */
    void assertRestricted() {
        assertThat(at(spec, "securityContext", "runAsNonRoot")).as(name).isEqualTo(true);
        assertThat(at(spec, "securityContext", "seccompProfile", "type"))
                .as(name)
                .isEqualTo("RuntimeDefault");
        for (Object container : (List<?>) Objects.requireNonNull(spec.get("containers"))) {
            Map<?, ?> parts = (Map<?, ?>) container;
            assertThat(at(parts, "securityContext", "allowPrivilegeEscalation"))
                    .as(name)
                    .isEqualTo(false);
            assertThat(at(parts, "securityContext", "readOnlyRootFilesystem"))
                    .as(name)
                    .isEqualTo(true);
            assertThat(at(parts, "securityContext", "capabilities", "drop"))
                    .as(name)
                    .isEqualTo(List.of("ALL"));
            assertThat(at(parts, "resources", "limits", "memory")).as(name).isNotNull();
            assertThat(at(parts, "resources", "requests", "cpu")).as(name).isNotNull();
        }
    }
}
