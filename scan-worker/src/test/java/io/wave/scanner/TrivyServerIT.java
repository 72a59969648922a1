package io.wave.scanner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.wave.egress.Destination;
import io.wave.egress.EgressPolicy;
import io.wave.egress.ForbiddenAddressException;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.image.Platform;
import io.wave.job.JobRecord;
import io.wave.job.engine.log.JobLog;
import io.wave.job.engine.plan.Container;
import io.wave.job.engine.plan.ContainerRun;
import io.wave.job.engine.plan.Work;
import io.wave.local.IntegrationTest;
import io.wave.local.LocalServices;
import io.wave.local.fake.MemoryObjectStore;
import io.wave.local.process.ServerProcess;
import io.wave.local.scan.SampleDatabase;
import io.wave.local.scan.SampleImage;
import io.wave.local.server.DockerRegistry;
import io.wave.local.server.FreePort;
import io.wave.registry.RegistryClient;
import io.wave.scan.ScanFile;
import io.wave.scan.ScanReport;
import io.wave.scan.ScanSpec;
import io.wave.scan.Severity;
import io.wave.scanner.database.DatabaseProperties;
import io.wave.scanner.database.RemoteDatabase;
import io.wave.scanner.registry.TrivyAccess;
import io.wave.scanner.report.BaseLayers;
import io.wave.scanner.trivy.ScanContainers;
import io.wave.scanner.trivy.ScanStorage;
import io.wave.scanner.trivy.ScannerProperties;
import io.wave.worker.egress.ContainerEgress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
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
import tools.jackson.databind.json.JsonMapper;

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

    @Autowired
    private ScannerProperties scanner;

    @Autowired
    private DatabaseProperties databases;

    @Autowired
    private TrivyAccess access;

    @Autowired
    private ContainerEgress egress;

    @Autowired
    private RegistryClient registries;

    @BeforeAll
    static void startServer() throws IOException {
        assumeTrue(TestTrivy.isInstalled(), TestTrivy.MISSING);
        Path home = Files.createDirectories(folder.resolve("server"));
        Instant updated = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Instant next = updated.plus(Duration.ofDays(1));
        database = new ScanReport.Database(updated, next);
        SampleDatabase.write(home.resolve("cache/db"), updated, next);
        SampleDatabase.writeJava(folder.resolve("databases/java-db"), updated, next);
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
                "wave.scan.database.folder", () -> folder.resolve("databases").toString());
        properties.add("wave.scan.database.java-repositories", () -> "");
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
        assertThat(folder.resolve("databases/db")).doesNotExist();
    }

    /** The worker identifies them, with the database in its folder. */
    @Test
    void javaArchivesAreIdentifiedWithTheDatabaseOfTheFolder() {
        ScanSpec scan = ScanRuns.of(scans.push(
                REGISTRY.host(),
                "test/java",
                SampleImage.base(Platform.LINUX_AMD64).withJavaArchive()));
        JobRecord end = scans.run(scan);
        assertThat(end.failure()).isNull();
        assertThat(scans.text(scan, ScanFile.SPDX)).contains("org.example:sample-jar");
        assertThat(scans.report(scan).warnings()).isEmpty();
        assertThat(scans.log(scan)).doesNotContain("Downloading");
    }

    /** The worker follows it only: a container gets the database of Java archives from the object store. */
    @Test
    void containersUseTheServerInTheSameWay() throws IOException, InterruptedException {
        MemoryObjectStore objects = new MemoryObjectStore(URI.create("https://store.test"));
        ScanContainers containers = new ScanContainers(
                scanner,
                databases,
                new RemoteDatabase(databases, objects, Clock.systemUTC()),
                access,
                egress,
                new ScanStorage(
                        objects,
                        new BaseLayers(registries),
                        JsonMapper.builder().build()));
        ImageReference image = new ImageReference(REGISTRY.host(), "test/served", null, Digest.of(new byte[0]));
        List<Container> both = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            try (ContainerRun run = containers.open(ScanRuns.of(image), new NoWork())) {
                both.add(run.container());
            }
        }
        String command = String.join(" ", both.getFirst().command());
        assertThat(command)
                .contains("--config /wave/secret/trivy.yaml", "--skip-java-db-update", "--skip-files wave-scan/")
                .doesNotContain("db-repository", TOKEN);
        assertThat(both.getLast().command())
                .as("keys of its own in the cache")
                .isNotEqualTo(both.getFirst().command());
        assertThat(both.getFirst().secrets().get("trivy.yaml")).contains(TOKEN, "http://127.0.0.1:" + PORT);
        assertThat(both.getFirst().downloads().keySet()).containsExactly("cache/java-db.tar.gz");
    }

    /** The server keeps results by the digests that images claim for their layers. */
    @Test
    void anImageThatNamesALayerOfAnotherOneDoesNotGetItsPackages() {
        SampleImage owners = image("of the owner");
        ScanSpec first = ScanRuns.of(scans.push(REGISTRY.host(), "test/owners", owners));
        assertThat(scans.run(first).failure()).isNull();
        assertThat(scans.text(first, ScanFile.SPDX)).contains("sample-ssl");
        SampleImage claiming = claiming(owners.layers());
        ScanSpec second = ScanRuns.of(scans.push(REGISTRY.host(), "test/claiming", claiming));
        assertThat(scans.run(second).failure()).isNull();
        assertThat(scans.text(second, ScanFile.SPDX)).doesNotContain("sample-ssl");
        assertThat(scans.text(second, ScanFile.REPORT)).doesNotContain("sample-ssl");
        assertThat(scans.report(second).counts()).isEmpty();
    }

    @Test
    void anImageThatNamesALayerOfAnotherOneDoesNotHideItsPackages() {
        SampleImage owners = image("that is scanned later");
        SampleImage claiming = claiming(owners.layers());
        assertThat(scans.run(ScanRuns.of(scans.push(REGISTRY.host(), "test/claiming", claiming)))
                        .failure())
                .isNull();
        ScanSpec second = ScanRuns.of(scans.push(REGISTRY.host(), "test/owners", owners));
        assertThat(scans.run(second).failure()).isNull();
        assertThat(scans.report(second).counts()).containsEntry(Severity.CRITICAL, 1);
    }

    /** What {@link ContainerRun#container} does not need. */
    private static final class NoWork implements Work {

        @Override
        public String jobId() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Path folder() {
            throw new UnsupportedOperationException();
        }

        @Override
        public JobLog log() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void requireLease() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void beginPush() {
            throw new UnsupportedOperationException();
        }
    }

    /** An image with a layer that no other test has. */
    private static SampleImage image(String marker) {
        return SampleImage.base(Platform.LINUX_AMD64, Map.of("etc/marker", marker));
    }

    /** An image that has other files than the layers whose digests it claims. */
    private static SampleImage claiming(List<SampleImage.Layer> layers) {
        byte[] own = SampleImage.base(Platform.LINUX_AMD64)
                .with(Map.of("etc/own", "file"))
                .layers()
                .getLast()
                .blob();
        return new SampleImage(
                layers.stream()
                        .map(layer -> new SampleImage.Layer(own, layer.diffId()))
                        .toList(),
                Platform.LINUX_AMD64);
    }

    /** Programs do not use a proxy, so not the guard, for servers on loopback. */
    @Test
    void theServerMayHaveAPrivateAddress() {
        assertThatCode(() -> policy.require(new Destination("127.0.0.1", PORT))).doesNotThrowAnyException();
        assertThatThrownBy(() -> policy.require(new Destination("127.0.0.1", 1)))
                .isInstanceOf(ForbiddenAddressException.class);
    }
}
