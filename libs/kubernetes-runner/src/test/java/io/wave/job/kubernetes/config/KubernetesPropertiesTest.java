package io.wave.job.kubernetes.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wave.job.JobKind;
import io.wave.job.JobProfile;
import io.wave.job.engine.plan.Container;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KubernetesPropertiesTest {

    @ParameterizedTest
    @CsvSource({
        "namespace, Jobs, the name of a namespace",
        "pull-policy, always, Always",
        "limits.memory, 4 GB, a quantity",
        "requests.cpu, half, a quantity",
        "labels[0], team, name=value",
        "node-selectors[0], =a, name=value",
        "keep, PT0S, at least 1s",
        "kinds.scan.limits.memory, much, a quantity",
        "kinds.build.namespace, -a, the name of a namespace",
        "profiles.big.limits.memory, much, a quantity",
        "profiles.big.node-selectors[0], big, name=value",
        "profiles.big.namespace, other, a profile has no namespace of its own"
    })
    void messageNamesKeyAndValue(String key, String value, String expected) {
        String name = key.replaceAll("\\[\\d+]", "");

        assertThatThrownBy(() -> TestProperties.of(Map.of(key, value)))
                .rootCause()
                .hasMessageStartingWith("wave.jobs.kubernetes." + name + ": '" + value + "' is invalid: use ")
                .hasMessageContaining(expected);
    }

    @Test
    void missingImageIsNamed() {
        KubernetesProperties properties = TestProperties.of(Map.of("images.trivy", "trivy:1"));

        assertThat(properties.images().of(Container.Tool.TRIVY, "kubernetes")).isEqualTo("trivy:1");
        assertThatThrownBy(() -> properties.images().of(Container.Tool.SKOPEO, "kubernetes"))
                .hasMessageStartingWith("wave.jobs.kubernetes.images.skopeo: must be set");
    }

    @Test
    void kindOverridesWhatItHas() {
        KubernetesProperties all = TestProperties.of(Map.of(
                "queue",
                "all",
                "priority-class",
                "low",
                "kinds.build.namespace",
                "builds",
                "kinds.build.queue",
                "own"));

        KubernetesProperties builds = all.of(JobKind.BUILD);

        assertThat(builds.namespace()).isEqualTo("builds");
        assertThat(builds.queue()).isEqualTo("own");
        assertThat(builds.priorityClass()).isEqualTo("low");
        assertThat(builds.limits()).isEqualTo(all.limits());
        assertThat(all.of(JobKind.SCAN).namespace()).isEqualTo("wave-jobs");
    }

    @Test
    void kindAndProfileOverrideSingleAmounts() {
        KubernetesProperties all = TestProperties.of(
                Map.of("limits.memory", "8Gi", "kinds.build.limits.cpu", "4", "profiles.big.limits.storage", "50Gi"));

        KubernetesProperties builds = all.of(JobKind.BUILD);

        assertThat(builds.limits()).isEqualTo(new KubernetesProperties.Limits("4", "8Gi", null));
        assertThat(builds.of(new JobProfile("big")).orElseThrow().limits())
                .isEqualTo(new KubernetesProperties.Limits("4", "8Gi", "50Gi"));
        assertThat(builds.of(new JobProfile("other"))).isEmpty();
    }

    @Test
    void nameOfAProfileIsThatOfALabel() {
        assertThatThrownBy(() -> TestProperties.of(Map.of("profiles.Big.limits.memory", "1Gi")))
                .rootCause()
                .hasMessageStartingWith(
                        "wave.jobs.kubernetes.profiles: 'Big' is invalid: use up to 63 lowercase letters");
    }
}
