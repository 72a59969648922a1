package io.wave.job.kubernetes.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.util.Yaml;
import io.wave.image.Platform;
import io.wave.job.JobKind;
import io.wave.job.JobProfile;
import io.wave.job.engine.plan.Container;
import io.wave.job.kubernetes.config.KubernetesProperties;
import io.wave.job.kubernetes.config.TestProperties;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * The objects of jobs are those in the golden files. {@code -Dgolden.update=true} writes them anew, for a look at the
 * difference.
 */
class GoldenFilesTest {

    private static final Path FOLDER = Path.of("src/test/resources/golden");
    private static final Set<String> USED = new TreeSet<>();
    private static final Map<String, String> IMAGES = Map.of(
            "images.builder", "registry.test/builder:1",
            "images.skopeo", "registry.test/skopeo:1",
            "images.trivy", "registry.test/trivy:1");

    @AfterAll
    static void noFileIsUnused() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString()).collect(Collectors.toSet()))
                    .isEqualTo(USED);
        }
    }

    @Test
    void mirror() throws IOException {
        JobRequest request = new JobRequest(
                "mr-0123456789ab",
                JobKind.MIRROR,
                Optional.empty(),
                new Container(
                        Container.Tool.SKOPEO,
                        List.of("skopeo", "copy", "docker://a.test/one", "docker://b.test/one"),
                        Map.of("REGISTRY_AUTH_FILE", "/wave/secret/auth.json"),
                        Map.of("auth.json", "{}")),
                Duration.ofMinutes(20));

        compare("mirror-job.yaml", JobObject.of(request, TestProperties.of(IMAGES)));
        compare(
                "mirror-secret.yaml",
                SecretObject.ownedBy(
                        SecretObject.of(request, TestProperties.of(IMAGES)),
                        new V1Job()
                                .metadata(new V1ObjectMeta()
                                        .name("mr-0123456789ab")
                                        .uid("the-uid"))));
    }

    @Test
    void scanWithFiles() throws IOException {
        JobRequest request = new JobRequest(
                "sc-0123456789abcdef_1",
                JobKind.SCAN,
                Optional.empty(),
                new Container(
                        Container.Tool.TRIVY,
                        List.of("sh", "-ec", "trivy image\ntrivy convert"),
                        Map.of(),
                        Map.of("config.json", "{}"),
                        Map.of("cache.tar.gz", URI.create("https://store.test/cache?signature=1")),
                        Map.of("report.json", URI.create("https://store.test/report?signature=2")),
                        Optional.empty(),
                        Optional.empty()),
                Duration.ofMinutes(10));

        compare("scan-job.yaml", JobObject.of(request, TestProperties.of(IMAGES)));
        compare("scan-secret.yaml", SecretObject.of(request, TestProperties.of(IMAGES)));
    }

    @Test
    void buildWithAllSettings() throws IOException {
        Map<String, String> settings = new HashMap<>(IMAGES);
        settings.putAll(Map.ofEntries(
                Map.entry("kinds.build.namespace", "builds"),
                Map.entry("kinds.build.host-users", "false"),
                Map.entry("kinds.build.limits.memory", "8Gi"),
                Map.entry("kinds.build.limits.storage", "20Gi"),
                Map.entry("requests.cpu", "1"),
                Map.entry("node-selectors[0]", "pool=jobs"),
                Map.entry("architectures.arm64[0]", "pool=arm"),
                Map.entry("tolerations[0].key", "jobs"),
                Map.entry("tolerations[0].operator", "Exists"),
                Map.entry("tolerations[0].effect", "NoSchedule"),
                Map.entry("priority-class", "low"),
                Map.entry("runtime-class", "gvisor"),
                Map.entry("queue", "jobs"),
                Map.entry("labels[0]", "team=platform"),
                Map.entry("annotations[0]", "note=a=b"),
                Map.entry("pull-secrets[0]", "pull"),
                Map.entry("pull-policy", "Always"),
                Map.entry("keep", "10m")));
        KubernetesProperties properties = TestProperties.of(settings).of(JobKind.BUILD);

        compare("build-job.yaml", JobObject.of(build(Platform.parse("linux/arm64")), properties));
        assertThat(SecretObject.of(build(Platform.LINUX_AMD64), properties).getData())
                .hasEntrySatisfying(
                        "subid",
                        content -> assertThat(content)
                                .asString(StandardCharsets.UTF_8)
                                .isEqualTo("user:1:999\nuser:1001:64535\n"));
    }

    /** It needs no right that BuildKit needs, and the same image. */
    @Test
    void clientOfAPoolOfBuildKitDaemons() throws IOException {
        JobRequest request = new JobRequest(
                "bd-0123456789abcdef_2",
                JobKind.BUILD,
                Optional.empty(),
                new Container(
                        Container.Tool.BUILD_CLIENT,
                        List.of("buildctl", "--addr", "tcp://wave-buildkit-0.wave-buildkit:1234", "build"),
                        Map.of("DOCKER_CONFIG", "/wave/secret"),
                        Map.of("config.json", "{}", "tlskey.pem", "key")),
                Duration.ofMinutes(15));

        compare("build-client-job.yaml", JobObject.of(request, TestProperties.of(IMAGES)));
    }

    /** In an image of the operator, which gets the entry point as a file of the Secret. */
    @Test
    void singularityBuild() throws IOException {
        compare("singularity-job.yaml", JobObject.of(singularity(), singularity("user-namespaces")));
        assertThat(SecretObject.of(singularity(), singularity("unmasked")).getData())
                .containsOnlyKeys("remote.yaml", "wave-job");
    }

    @Test
    void rightsOfSingularityAreConfigured() {
        assertThat(Yaml.dump(JobObject.of(singularity(), singularity("restricted"))))
                .contains("type: RuntimeDefault", "allowPrivilegeEscalation: false")
                .doesNotContain("Unconfined", "SETUID");
        assertThat(Yaml.dump(JobObject.of(singularity(), singularity("unmasked"))))
                .contains("procMount: Unmasked", "hostUsers: false", "- SETUID");
        assertThat(Yaml.dump(JobObject.of(singularity(), singularity("privileged"))))
                .contains("privileged: true", "runAsUser: 1000")
                .doesNotContain("hostUsers");
    }

    private static KubernetesProperties singularity(String rights) {
        return TestProperties.of(
                Map.of("images.singularity", "registry.test/apptainer:1", "singularity-rights", rights));
    }

    private static JobRequest singularity() {
        return new JobRequest(
                "bd-0123456789abcdef_2",
                JobKind.BUILD,
                Optional.empty(),
                new Container(
                        Container.Tool.SINGULARITY,
                        List.of("sh", "/wave/secret/build-sif.sh", "amd64"),
                        Map.of("APPTAINER_TMPDIR", "/wave/work/build/tmp"),
                        Map.of("remote.yaml", "Active: SylabsCloud"),
                        Map.of(),
                        Map.of(),
                        Optional.empty(),
                        Optional.of(Platform.LINUX_AMD64)),
                Duration.ofMinutes(15));
    }

    @Test
    void profileIsAppliedOnTopOfTheKind() throws IOException {
        Map<String, String> settings = new HashMap<>(IMAGES);
        settings.putAll(Map.ofEntries(
                Map.entry("priority-class", "low"),
                Map.entry("node-selectors[0]", "pool=jobs"),
                Map.entry("node-selectors[1]", "zone=a"),
                Map.entry("tolerations[0].key", "jobs"),
                Map.entry("tolerations[0].operator", "Exists"),
                Map.entry("requests.cpu", "1"),
                Map.entry("limits.memory", "6Gi"),
                Map.entry("kinds.build.namespace", "builds"),
                Map.entry("kinds.build.limits.storage", "20Gi"),
                Map.entry("kinds.build.queue", "builds"),
                Map.entry("profiles.big-mem.requests.memory", "30Gi"),
                Map.entry("profiles.big-mem.limits.memory", "32Gi"),
                Map.entry("profiles.big-mem.node-selectors[0]", "pool=big"),
                Map.entry("profiles.big-mem.tolerations[0].key", "big"),
                Map.entry("profiles.big-mem.tolerations[0].value", "yes"),
                Map.entry("profiles.big-mem.priority-class", "high"),
                Map.entry("profiles.big-mem.runtime-class", "kata"),
                Map.entry("profiles.big-mem.queue", "big"),
                Map.entry("profiles.big-mem.host-users", "false")));
        JobProfile profile = new JobProfile("big-mem");
        KubernetesProperties properties =
                TestProperties.of(settings).of(JobKind.BUILD).of(profile).orElseThrow();

        assertThat(properties.namespace()).isEqualTo("builds");
        compare("profile-job.yaml", JobObject.of(build(Platform.LINUX_AMD64, Optional.of(profile)), properties));
    }

    @Test
    void buildRunsOnNodesOfItsArchitecture() {
        V1Job job = JobObject.of(build(Platform.LINUX_AMD64), TestProperties.of(IMAGES));

        assertThat(Yaml.dump(job)).contains("nodeSelector:\n        kubernetes.io/arch: amd64\n");
    }

    @Test
    void filesThatFitIntoNoSecretAreNamed() {
        JobRequest request = new JobRequest(
                "mr-0123456789ab",
                JobKind.MIRROR,
                Optional.empty(),
                new Container(Container.Tool.SKOPEO, List.of("true"), Map.of(), Map.of("a", "b".repeat(2_000_000))),
                Duration.ofMinutes(1));

        assertThatThrownBy(() -> SecretObject.of(request, TestProperties.of(IMAGES)))
                .hasMessageStartingWith("mirror failed: its files need 2000000 bytes of a Kubernetes Secret");
    }

    private static JobRequest build(Platform platform) {
        return build(platform, Optional.empty());
    }

    private static JobRequest build(Platform platform, Optional<JobProfile> profile) {
        return new JobRequest(
                "bd-0123456789abcdef_2",
                JobKind.BUILD,
                profile,
                new Container(
                        Container.Tool.BUILDER,
                        List.of("buildctl", "build"),
                        Map.of("DOCKER_CONFIG", "/wave/secret"),
                        Map.of("config.json", "{}"),
                        Map.of(),
                        Map.of(),
                        Optional.of("metadata.json"),
                        Optional.of(platform)),
                Duration.ofMinutes(15));
    }

    private static void compare(String name, Object object) throws IOException {
        USED.add(name);
        String text = Yaml.dump(object);
        Path file = FOLDER.resolve(name);
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(file, text);
        }
        assertThat(text).isEqualTo(Files.readString(file));
    }
}
