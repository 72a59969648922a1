package io.wave.scanner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.wave.egress.Destination;
import io.wave.egress.EgressPolicy;
import io.wave.egress.ForbiddenAddressException;
import io.wave.image.Platform;
import io.wave.job.JobRecord;
import io.wave.local.IntegrationTest;
import io.wave.local.LocalServices;
import io.wave.local.process.ServerProcess;
import io.wave.local.scan.SampleDatabase;
import io.wave.local.scan.SampleImage;
import io.wave.local.server.DockerRegistry;
import io.wave.local.server.FreePort;
import io.wave.scan.ScanFile;
import io.wave.scan.ScanReport;
import io.wave.scan.ScanSpec;
import io.wave.scan.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Scans with the database of a Trivy server that requires a token. */
@IntegrationTest(properties = "spring.config.name=scan-worker")
@Import(ScanRuns.class)
class TrivyServerIT {

    private static final DockerRegistry REGISTRY = LocalServices.newRegistry();
    private static final String TOKEN = "token-of-the-trivy-server";
    private static final int PORT = FreePort.find();

    @TempDir
    private static Path folder;

    private static @Nullable ServerProcess server;

    @SuppressWarnings("NullAway.Init") // before all tests
    private static ScanReport.Database database;

    @Autowired
    private ScanRuns scans;

    @Autowired
    private EgressPolicy policy;

    @BeforeAll
    static void startServer() throws IOException {
        assumeTrue(TestTrivy.isInstalled(), TestTrivy.MISSING);
        Path home = Files.createDirectories(folder.resolve("server"));
        Instant updated = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Instant next = updated.plus(Duration.ofDays(1));
        database = new ScanReport.Database(updated, next);
        SampleDatabase.write(home.resolve("cache/db"), updated, next);
        List<String> command = List.of(
                TestTrivy.program(folder).toString(),
                "server",
                "--listen",
                "127.0.0.1:" + PORT,
                "--cache-dir",
                home.resolve("cache").toString(),
                "--skip-db-update");
        server = ServerProcess.start("trivy-server", home, PORT, command, Map.of("TRIVY_TOKEN", TOKEN));
    }

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry properties) {
        properties.add("wave.store.location", () -> folder.resolve("objects").toString());
        properties.add("wave.jobs.work-dir", () -> folder.resolve("work").toString());
        properties.add(
                "wave.scan.trivy.program", () -> TestTrivy.program(folder).toString());
        properties.add(
                "wave.scan.database.folder", () -> folder.resolve("unused").toString());
        properties.add("wave.security.ssrf-protection.allowed", REGISTRY::host);
        properties.add("wave.scan.database.server", () -> "http://127.0.0.1:" + PORT);
        properties.add("wave.scan.database.server-token", () -> TOKEN);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        REGISTRY.close();
    }

    @Test
    void vulnerabilitiesAreFoundByTheServer() {
        ScanSpec scan = ScanRuns.of(scans.push(REGISTRY.host(), "test/served", SampleImage.base(Platform.LINUX_AMD64)));
        JobRecord end = scans.run(scan);
        assertThat(end.failure()).isNull();
        ScanReport report = scans.report(scan);
        assertThat(report.counts())
                .isEqualTo(Map.of(Severity.CRITICAL, 1, Severity.HIGH, 1, Severity.MEDIUM, 1, Severity.LOW, 1));
        assertThat(report.database()).isEqualTo(database);
        assertThat(report.warnings()).isEmpty();
        assertThat(scans.text(scan, ScanFile.SPDX)).contains("SPDX-2.3");
        assertThat(scans.text(scan, ScanFile.CYCLONEDX)).contains("CycloneDX");
        assertThat(folder.resolve("unused")).doesNotExist();
    }

    /** Programs do not use a proxy, so not the guard, for servers on loopback. */
    @Test
    void theServerMayHaveAPrivateAddress() {
        assertThatCode(() -> policy.require(new Destination("127.0.0.1", PORT))).doesNotThrowAnyException();
        assertThatThrownBy(() -> policy.require(new Destination("127.0.0.1", 1)))
                .isInstanceOf(ForbiddenAddressException.class);
    }
}
