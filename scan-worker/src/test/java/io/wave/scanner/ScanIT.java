package io.wave.scanner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.image.Platform;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import io.wave.local.IntegrationTest;
import io.wave.local.LocalServices;
import io.wave.local.scan.SampleDatabase;
import io.wave.local.scan.SampleImage;
import io.wave.local.server.DockerRegistry;
import io.wave.oci.MediaTypes;
import io.wave.scan.ScanFile;
import io.wave.scan.ScanReport;
import io.wave.scan.ScanReport.Vulnerability;
import io.wave.scan.ScanSpec;
import io.wave.scan.Severity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Scans with the real Trivy and a database of a few invented vulnerabilities. */
@IntegrationTest(properties = "spring.config.name=scan-worker")
@Import(ScanRuns.class)
class ScanIT {

    private static final DockerRegistry REGISTRY = LocalServices.newRegistry();
    private static final Platform ARM64 = Platform.parse("linux/arm64");
    private static final Map<Severity, Integer> OF_BASE =
            Map.of(Severity.CRITICAL, 1, Severity.HIGH, 1, Severity.MEDIUM, 1, Severity.LOW, 1);

    @TempDir
    private static Path folder;

    @Autowired
    private ScanRuns scans;

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry properties) throws IOException {
        Path database = folder.resolve("trivy");
        Instant now = Instant.now();
        SampleDatabase.write(database.resolve("db"), now.minus(Duration.ofDays(5)), now.minus(Duration.ofDays(4)));
        properties.add("wave.store.location", () -> folder.resolve("objects").toString());
        properties.add("wave.jobs.work-dir", () -> folder.resolve("work").toString());
        properties.add(
                "wave.scan.trivy.program", () -> TestTrivy.program(folder).toString());
        properties.add("wave.scan.database.folder", database::toString);
        properties.add("wave.scan.database.repositories", () -> "");
        properties.add("wave.scan.database.java-repositories", () -> "");
    }

    @AfterAll
    static void stopRegistry() {
        REGISTRY.close();
    }

    @Test
    void findsVulnerabilitiesAndKeepsAllReports() {
        ScanSpec scan = ScanRuns.of(scans.push(REGISTRY.host(), "test/found", image("found")));
        JobRecord end = scans.run(scan);
        assertThat(end.failure()).isNull();
        assertThat(end.state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(end.report()).isEqualTo(ScanFile.SUMMARY.path(scan.id()));
        assertThat(end.counts()).isEqualTo(Map.of("CRITICAL", 1, "HIGH", 1, "MEDIUM", 1, "LOW", 1));
        ScanReport report = scans.report(scan);
        assertThat(report.counts()).isEqualTo(OF_BASE);
        assertThat(report.system()).startsWith("alpine 3.22");
        assertThat(report.vulnerabilities())
                .extracting(Vulnerability::id)
                .containsExactly("CVE-2026-10001", "CVE-2026-10002", "CVE-2026-10003", "CVE-2026-10004");
        Vulnerability worst = report.vulnerabilities().getFirst();
        assertThat(worst.fixedVersion()).isEqualTo("3.1.5-r0");
        assertThat(worst.installedVersion()).isEqualTo("3.1.3-r0");
        assertThat(worst.layer()).isZero();
        assertThat(scans.text(scan, ScanFile.REPORT)).contains("\"VulnerabilityID\": \"CVE-2026-10001\"");
        assertThat(scans.text(scan, ScanFile.SPDX)).contains("SPDX-2.3");
        assertThat(scans.text(scan, ScanFile.CYCLONEDX)).contains("CycloneDX");
    }

    @Test
    void oldDatabaseIsUsedWithAWarning() {
        ScanSpec scan = ScanRuns.of(scans.push(REGISTRY.host(), "test/old", image("old")));
        JobRecord end = scans.run(scan);
        assertThat(end.note()).contains("The vulnerability database is 5 days old", "Java archives were not scanned");
        assertThat(scans.report(scan).database()).isNotNull();
        assertThat(scans.report(scan).warnings()).hasSize(2);
    }

    @Test
    void addedLayersAreToldFromThoseOfTheBaseImage() {
        assumeTrivy();
        SampleImage image = SampleImage.base(Platform.LINUX_AMD64);
        ImageReference base = scans.push(REGISTRY.host(), "test/below", image);
        ImageReference added = scans.push(REGISTRY.host(), "test/above", image.with(SampleImage.pythonPackage()));
        ScanSpec scan = ScanRuns.of(added, Platform.LINUX_AMD64, false, base);
        assertThat(scans.run(scan).failure()).isNull();
        ScanReport report = scans.report(scan);
        assertThat(report.baseLayers()).isEqualTo(1);
        assertThat(report.layers()).hasSize(2);
        assertThat(report.vulnerabilities())
                .filteredOn(found -> Integer.valueOf(1).equals(found.layer()))
                .extracting(Vulnerability::id)
                .containsExactly("CVE-2026-10005");
    }

    @Test
    void secretsAreFoundOnRequestAndNotKept() {
        assumeTrivy();
        String secret = "ghp_" + "a1B2".repeat(9);
        SampleImage image =
                SampleImage.base(Platform.LINUX_AMD64).with(Map.of("app/settings", "token=" + secret + "\n"));
        ImageReference pushed = scans.push(REGISTRY.host(), "test/secret", image);
        ScanSpec without = ScanRuns.of(pushed);
        ScanSpec with = ScanRuns.of(pushed, Platform.LINUX_AMD64, true, null);
        scans.run(without);
        assertThat(scans.run(with).failure()).isNull();
        assertThat(scans.report(without).secrets()).isEmpty();
        assertThat(scans.report(with).secrets()).singleElement().satisfies(found -> {
            assertThat(found.file()).endsWith("app/settings");
            assertThat(found.line()).isEqualTo(1);
        });
        assertThat(scans.text(with, ScanFile.SUMMARY)).doesNotContain(secret);
        assertThat(scans.text(with, ScanFile.REPORT)).doesNotContain(secret);
    }

    @Test
    void thePlatformOfAnIndexIsScanned() {
        assumeTrivy();
        ImageReference amd64 = scans.push(REGISTRY.host(), "test/index", SampleImage.base(Platform.LINUX_AMD64));
        ImageReference arm64 = scans.push(
                REGISTRY.host(), "test/index", SampleImage.base(ARM64).with(SampleImage.pythonPackage()));
        ImageReference index = index(List.of(amd64, arm64));
        ScanSpec scan = ScanRuns.of(index, ARM64, false, null);
        assertThat(scans.run(scan).failure()).isNull();
        assertThat(scans.report(scan).layers()).hasSize(2);
        ScanSpec other = ScanRuns.of(index, Platform.parse("linux/arm/v7"), false, null);
        assertThat(scans.run(other).failure()).contains("the image has no such platform");
    }

    private ImageReference index(List<ImageReference> images) {
        String entries = """
                {"mediaType":"%1$s","digest":"%2$s","size":%3$d,"platform":{"os":"linux","architecture":"amd64"}},\
                {"mediaType":"%1$s","digest":"%4$s","size":%5$d,"platform":{"os":"linux","architecture":"arm64"}}""".formatted(
                SampleImage.MANIFEST_TYPE,
                images.get(0).reference(),
                SampleImage.base(Platform.LINUX_AMD64).manifest().length,
                images.get(1).reference(),
                SampleImage.base(ARM64).with(SampleImage.pythonPackage()).manifest().length);
        return scans.push(
                REGISTRY.host(),
                "test/index",
                MediaTypes.OCI_INDEX,
                "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}"
                        .formatted(MediaTypes.OCI_INDEX, entries)
                        .getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void findingsThatAVexDocumentDeniesAreSuppressed() {
        assumeTrivy();
        ImageReference image = scans.push(REGISTRY.host(), "test/vex", image("vex"));
        VexDocument.attach(
                scans, image, "CVE-2026-10001", "pkg:apk/alpine/sample-ssl@3.1.3-r0?arch=x86_64&distro=3.22.1");
        ScanSpec scan = ScanRuns.of(image);
        assertThat(scans.run(scan).failure()).isNull();
        ScanReport report = scans.report(scan);
        assertThat(report.counts()).doesNotContainKey(Severity.CRITICAL);
        assertThat(report.suppressed()).singleElement().satisfies(found -> {
            assertThat(found.id()).isEqualTo("CVE-2026-10001");
            assertThat(found.status()).isEqualTo("not_affected");
        });
    }

    @Test
    void missingImageFailsWithTheReason() {
        assumeTrivy();
        Digest absent = Digest.of("absent".getBytes(StandardCharsets.UTF_8));
        ImageReference image = new ImageReference(REGISTRY.host(), "test/absent", null, absent);
        JobRecord end = scans.run(ScanRuns.of(image));
        assertThat(end.state()).isEqualTo(JobState.FAILED);
        assertThat(end.failure()).startsWith("scan failed: %s: the image is not in the registry".formatted(image));
    }

    @Test
    void unreadableCommandFailsItsScan() {
        ScanSpec scan = ScanRuns.of(new ImageReference(REGISTRY.host(), "test/x", null, Digest.of(new byte[0])));
        scans.send(
                scan.target(), "{\"type\":\"start\",\"scan\":{\"id\":\"%s\",\"generation\":1}}".formatted(scan.id()));
        assertThat(scans.awaitEnd(scan).failure()).startsWith("scan failed: invalid scan command");
    }

    /** An image with a digest of its own: a digest is one target, whatever the name of the image. */
    private static SampleImage image(String name) {
        return SampleImage.base(Platform.LINUX_AMD64).with(Map.of("etc/name", name));
    }

    private static void assumeTrivy() {
        assumeThat(TestTrivy.isInstalled()).as(TestTrivy.MISSING).isTrue();
    }
}
