package io.wave.mirroring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wave.image.Digest;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import io.wave.local.IntegrationTest;
import io.wave.local.cluster.JobsNamespace;
import io.wave.local.cluster.NeedsCluster;
import io.wave.local.cluster.TestCluster;
import io.wave.oci.MediaTypes;
import io.wave.registry.RegistryClient;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Mirrors from the command to the target, with skopeo in pods of a real cluster. */
@NeedsCluster
@DirtiesContext
@IntegrationTest(properties = "spring.config.name=mirror-worker")
@Import(MirrorRuns.class)
class KubernetesMirrorIT {

    private static final JobsNamespace NAMESPACE = JobsNamespace.create("restricted");

    @TempDir
    private static Path folder;

    /** The registry is not that of this test alone. */
    private final String repository =
            "mirror-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());

    @Autowired
    private MirrorRuns mirrors;

    @Autowired
    private RegistryClient client;

    private SourceImages images;

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry properties) {
        TestCluster.properties(NAMESPACE).forEach((name, value) -> properties.add(name, () -> value));
        properties.add("wave.jobs.work-dir", () -> folder.resolve("work").toString());
    }

    @AfterAll
    static void deleteNamespace() {
        NAMESPACE.close();
    }

    @BeforeEach
    void connect() {
        images = new SourceImages(client, TestCluster.registry());
    }

    @Test
    void copiesAnImageWithWhatIsAttachedToIt() {
        Map<String, Object> image = images.image(repository, "1", 3, 100_000, MediaTypes.OCI_LAYER_GZIP);
        Map<String, Object> sbom = images.referrer(repository, image, "application/spdx+json");
        images.index(repository, SourceImages.digest(image).toString().replace(':', '-'), List.of(sbom));
        JobRecord end = mirrors.run(name(":1"), SourceImages.digest(image), name("/copy:1"));
        assertThat(end.failure()).isNull();
        assertThat(end.state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(images.find(name("/copy:1")).orElseThrow().digest()).isEqualTo(SourceImages.digest(image));
        assertThat(images.find(name("/copy@" + SourceImages.digest(sbom)))).isPresent();
        assertThat(mirrors.log(end.id())).contains("Copying blob sha256:", "copied " + TestCluster.registry());
        assertThat(mirrors.progress(end.id()))
                .hasValueSatisfying(
                        progress -> assertThat(progress.layersDone()).isEqualTo(4));
        await().untilAsserted(() -> assertThat(NAMESPACE.kubectl("get", "jobs,secrets,pods", "--output", "name"))
                .doesNotContain(end.id()));
    }

    @Test
    void copiesTheImagesOfAnIndexOfIndexes() {
        Map<String, Object> amd64 = images.image(repository, null, 1, 1000, MediaTypes.OCI_LAYER_GZIP);
        Map<String, Object> arm64 = images.image(repository, null, 1, 1000, MediaTypes.OCI_LAYER_GZIP);
        Map<String, Object> inner = images.index(repository, "inner", List.of(amd64));
        Map<String, Object> outer = images.index(repository, "1", List.of(inner, arm64));
        JobRecord end = mirrors.run(name(":1"), SourceImages.digest(outer), name("/copy:1"));
        assertThat(end.failure()).isNull();
        assertThat(images.find(name("/copy:1")).orElseThrow().digest()).isEqualTo(SourceImages.digest(outer));
    }

    @Test
    void failureIsExplained() {
        Digest digest = SourceImages.digest(images.image(repository, "1", 1, 1000, MediaTypes.OCI_LAYER_GZIP));
        JobRecord end = mirrors.run(name(":1"), digest, "registry.invalid/copy:1");
        assertThat(end.state()).isEqualTo(JobState.FAILED);
        assertThat(end.failure()).startsWith("mirror failed: ").contains("registry.invalid");
        assertThat(end.exitCode()).isOne();
    }

    private String name(String rest) {
        return "%s/%s%s".formatted(TestCluster.registry(), repository, rest);
    }
}
