package io.wave.scanner;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.image.Platform;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import io.wave.local.IntegrationTest;
import io.wave.local.cluster.JobsNamespace;
import io.wave.local.cluster.NeedsCluster;
import io.wave.local.cluster.TestCluster;
import io.wave.local.scan.SampleDatabase;
import io.wave.local.scan.SampleImage;
import io.wave.scan.ScanFile;
import io.wave.scan.ScanReport;
import io.wave.scan.ScanSpec;
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

/** Scans with Trivy in pods of a real cluster, which get the database of the worker from the object store. */
@NeedsCluster
@DirtiesContext
@IntegrationTest(properties = "spring.config.name=scan-worker")
@Import(ScanRuns.class)
class KubernetesScanIT {

    private static final JobsNamespace NAMESPACE = JobsNamespace.create("restricted");

    @TempDir
    private static Path folder;

    @Autowired
    private ScanRuns scans;

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry properties) throws IOException {
        TestCluster.properties(NAMESPACE).forEach((name, value) -> properties.add(name, () -> value));
        Path database = folder.resolve("trivy");
        Instant now = Instant.now();
        SampleDatabase.write(database.resolve("db"), now.minus(Duration.ofDays(5)), now.minus(Duration.ofDays(4)));
        properties.add("wave.jobs.work-dir", () -> folder.resolve("work").toString());
        properties.add("wave.scan.database.folder", database::toString);
        properties.add("wave.scan.database.repositories", () -> "");
        properties.add("wave.scan.database.java-repositories", () -> "");
    }

    @AfterAll
    static void deleteNamespace() {
        NAMESPACE.close();
    }

    @Test
    void findsVulnerabilitiesAndKeepsAllReports() {
        SampleImage image = SampleImage.base(Platform.LINUX_AMD64);
        ScanSpec scan = ScanRuns.of(scans.push(TestCluster.registry(), "test/scanned", image));
        JobRecord end = scans.run(scan);
        assertThat(end.failure()).isNull();
        assertThat(end.state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(end.counts()).isEqualTo(Map.of("CRITICAL", 1, "HIGH", 1, "MEDIUM", 1, "LOW", 1));
        ScanReport report = scans.report(scan);
        assertThat(report.database()).isNotNull();
        assertThat(report.warnings()).hasSize(2);
        assertThat(scans.text(scan, ScanFile.REPORT)).contains("CVE-2026-10001");
        assertThat(scans.text(scan, ScanFile.SPDX)).contains("SPDX-2.3");
        assertThat(scans.text(scan, ScanFile.CYCLONEDX)).contains("CycloneDX");
    }

    @Test
    void imageThatDoesNotExistIsNamed() {
        ScanSpec scan = ScanRuns.of(
                new ImageReference(TestCluster.registry(), "test/scanned", null, new Digest("e".repeat(64))));
        JobRecord end = scans.run(scan);
        assertThat(end.state()).isEqualTo(JobState.FAILED);
        assertThat(end.failure()).contains("the image is not in the registry");
        assertThat(end.exitCode()).isOne();
    }
}
