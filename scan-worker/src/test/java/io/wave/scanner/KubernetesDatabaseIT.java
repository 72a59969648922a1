package io.wave.scanner;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.image.Platform;
import io.wave.job.JobRecord;
import io.wave.local.IntegrationTest;
import io.wave.local.cluster.JobsNamespace;
import io.wave.local.cluster.NeedsCluster;
import io.wave.local.cluster.TestCluster;
import io.wave.local.scan.SampleImage;
import io.wave.scan.ScanSpec;
import io.wave.scanner.database.DatabaseArtifact;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A worker without Trivy has no database: the pods of its scans download it from a registry. */
@NeedsCluster
@DirtiesContext
@IntegrationTest(properties = "spring.config.name=scan-worker")
@Import(ScanRuns.class)
class KubernetesDatabaseIT {

    private static final JobsNamespace NAMESPACE = JobsNamespace.create("restricted");

    @TempDir
    private static Path folder;

    @Autowired
    private ScanRuns scans;

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry properties) throws IOException, InterruptedException {
        TestCluster.properties(NAMESPACE).forEach((name, value) -> properties.add(name, () -> value));
        Instant now = Instant.now();
        String database = DatabaseArtifact.push(
                TestCluster.registry(), folder.resolve("artifact"), now, now.plus(Duration.ofDays(1)));
        properties.add("wave.jobs.work-dir", () -> folder.resolve("work").toString());
        properties.add(
                "wave.scan.trivy.program", () -> folder.resolve("no-trivy").toString());
        properties.add(
                "wave.scan.database.folder", () -> folder.resolve("no-database").toString());
        properties.add("wave.scan.database.repositories", () -> database);
        properties.add("wave.scan.database.java-repositories", () -> "");
    }

    @AfterAll
    static void deleteNamespace() {
        NAMESPACE.close();
    }

    @Test
    void databaseIsDownloadedByThePod() {
        ScanSpec scan = ScanRuns.of(
                scans.push(TestCluster.registry(), "test/downloaded", SampleImage.base(Platform.LINUX_AMD64)));
        JobRecord end = scans.run(scan);
        assertThat(end.failure()).isNull();
        assertThat(end.counts()).isEqualTo(Map.of("CRITICAL", 1, "HIGH", 1, "MEDIUM", 1, "LOW", 1));
        assertThat(scans.report(scan).database()).isNotNull();
        assertThat(end.note()).contains("Java archives were not scanned").doesNotContain("days old");
    }
}
