package io.wave.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wave.build.BuildCommand;
import io.wave.build.BuildSpec;
import io.wave.job.JobRecord;
import io.wave.local.LocalServices;
import io.wave.local.fake.TestAuthority;
import io.wave.local.server.DockerRegistry;
import io.wave.local.server.FreePort;
import io.wave.registry.RegistryClient;
import io.wave.store.ObjectStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;

/** A pool of two daemons with mutual TLS. */
abstract class DaemonPoolTests {

    private static final String DAEMON = "BuildKit daemon: ";

    @TempDir
    private static Path folder;

    /** By their addresses. */
    private static final Map<String, ExternalBuildKit> DAEMONS = new LinkedHashMap<>();

    @SuppressWarnings("NullAway.Init") // started with the properties of the context
    private static DockerRegistry registry;

    @SuppressWarnings("NullAway.Init") // created with the properties of the context
    private static TestAuthority authority;

    @Autowired
    private BuildRuns builds;

    @Autowired
    private ObjectStore store;

    @Autowired
    private RegistryClient registries;

    /** Starts the daemons. */
    static void start(DynamicPropertyRegistry properties) throws IOException, InterruptedException {
        registry = LocalServices.newRegistry();
        authority = TestAuthority.create(Files.createDirectories(folder.resolve("authority")));
        DAEMONS.clear();
        for (String name : List.of("one", "two")) {
            ExternalBuildKit daemon = ExternalBuildKit.start(Files.createDirectories(folder.resolve(name)), authority);
            DAEMONS.put(daemon.address(), daemon);
        }
        properties.add("wave.build.buildkit.address", () -> String.join(",", DAEMONS.keySet()));
        properties.add("wave.build.buildkit.start-timeout", () -> "1s");
        for (String file : List.of("ca", "cert", "key")) {
            properties.add("wave.build.buildkit.tls." + file, () -> clientFile(file));
        }
        properties.add("wave.store.location", () -> folder.resolve("objects").toString());
        properties.add("wave.jobs.work-dir", () -> folder.resolve("work").toString());
    }

    @AfterAll
    static void stop() throws IOException, InterruptedException {
        for (ExternalBuildKit daemon : DAEMONS.values()) {
            daemon.close();
        }
        registry.close();
    }

    private static Path clientFile(String name) {
        return folder.resolve(name + ".pem");
    }

    /** What clients trust, and what they show. */
    private static void useCertificates(TestAuthority trusted, TestAuthority own) throws IOException {
        Files.copy(trusted.certificate(), clientFile("ca"), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(own.serverCertificate(), clientFile("cert"), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(own.serverKey(), clientFile("key"), StandardCopyOption.REPLACE_EXISTING);
    }

    @BeforeEach
    void startAgain() throws IOException {
        useCertificates(authority, authority);
        for (ExternalBuildKit daemon : DAEMONS.values()) {
            daemon.startAgain();
        }
    }

    /** Of another daemon, the second build would find nothing. */
    @Test
    void buildsOfABaseImageUseTheSameDaemonAndItsCache() {
        String base = pushedBase();
        BuildSpec first = building(base, "echo made it");
        assertThat(builds.run(first).failure()).isNull();
        BuildSpec second = building(base, "echo made it");
        assertThat(builds.run(second).failure()).isNull();
        assertThat(daemonOf(second)).isEqualTo(daemonOf(first));
        assertThat(builds.log(second)).contains("CACHED");
        assertThat(builds.log(first)).doesNotContain("CACHED");
    }

    @Test
    void nextDaemonIsUsedWhileTheFirstIsDown() throws Exception {
        String base = pushedBase();
        BuildSpec before = building(base, "echo before");
        assertThat(builds.run(before).failure()).isNull();
        ExternalBuildKit killed = daemon(daemonOf(before));
        killed.kill();
        BuildSpec meanwhile = building(base, "echo meanwhile");
        assertThat(builds.run(meanwhile).failure()).isNull();
        assertThat(daemonOf(meanwhile)).isNotEqualTo(daemonOf(before));
        assertThat(builds.log(meanwhile))
                .contains("BuildKit daemon not reachable, using the next one: %s: Connection refused"
                        .formatted(daemonOf(before)));
        killed.startAgain();
        BuildSpec after = building(base, "echo after");
        assertThat(builds.run(after).failure()).isNull();
        assertThat(daemonOf(after)).isEqualTo(daemonOf(before));
    }

    /** The step ends when this test accepts its connection. */
    @Test
    void buildIsLaunchedAgainWhenItsDaemonIsKilled() throws Exception {
        int port = FreePort.find();
        BuildSpec build = TestBuilds.running(
                "echo begun; until /bin/busybox nc 127.0.0.1 %d </dev/null; do /bin/busybox sleep 0.1; done"
                        .formatted(port),
                registry.host(),
                store);
        builds.send(new BuildCommand.Start(build));
        await().atMost(Duration.ofMinutes(1)).until(() -> builds.log(build).contains("begun\n"));
        daemon(daemonOf(build)).kill();
        try (ServerSocket server = new ServerSocket(port, 8, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout((int) Duration.ofMinutes(1).toMillis());
            server.accept().close();
        }
        assertThat(builds.awaitEnd(build).failure()).isNull();
        assertThat(builds.log(build))
                .contains("[attempt 2: the previous attempt was lost: the connection to the BuildKit daemon was lost");
        assertThat(builds.log(build).lines().filter(line -> line.startsWith(DAEMON)))
                .hasSize(2)
                .doesNotHaveDuplicates();
    }

    @Test
    void withoutAnyDaemonTheBuildIsLostAndTheFailureNamesThem() throws Exception {
        for (ExternalBuildKit daemon : DAEMONS.values()) {
            daemon.kill();
        }
        assertThat(failureWithoutDaemon()).contains(": Connection refused");
    }

    /** Clients set the times of files to a fixed one. */
    @Test
    void filesOfTheSameSizeAndTimeAreThoseOfTheirOwnContext() {
        Set<String> daemons = new HashSet<>();
        for (String content : List.of("numpy=1", "numpy=2")) {
            byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
            BuildSpec build = TestBuilds.withContext(
                    TestBuilds.running("true", registry.host(), store),
                    "FROM scratch\nCOPY packages /packages\n",
                    TestBuilds.context(store, "packages", bytes));
            assertThat(builds.run(build).failure()).isNull();
            assertThat(PulledImage.pull(registries, build.target()).files())
                    .containsEntry("packages", PulledImage.file(0755, "0:0", bytes));
            daemons.add(daemonOf(build));
        }
        assertThat(daemons).hasSize(1);
    }

    @Test
    void daemonWhoseCertificateIsFromAnotherAuthorityIsNamed() throws Exception {
        useCertificates(otherAuthority(), authority);
        assertThat(failureWithoutDaemon())
                .contains(": its certificate is not valid (wave.build.buildkit.tls.ca): ", "PKIX path");
    }

    @Test
    void daemonThatDoesNotAcceptTheCertificateOfTheClientIsNamed() throws Exception {
        useCertificates(authority, otherAuthority());
        assertThat(failureWithoutDaemon())
                .contains(
                        ": it does not accept the certificate of this worker (wave.build.buildkit.tls.cert): ",
                        "Received fatal alert");
    }

    @Test
    void certificateThatCannotBeReadIsNamed() throws Exception {
        Files.writeString(clientFile("cert"), "no certificate");
        assertThat(failureWithoutDaemon()).contains(": certificates cannot be used (wave.build.buildkit.tls): ");
    }

    private static TestAuthority otherAuthority() throws IOException, InterruptedException {
        return TestAuthority.create(Files.createTempDirectory(folder, "other"));
    }

    private String failureWithoutDaemon() {
        JobRecord end = builds.run(TestBuilds.running("true", registry.host(), store));
        return assertThat(end.failure())
                .startsWith("build failed: no BuildKit daemon accepts connections (wave.build.buildkit.address): tcp")
                .contains(DAEMONS.keySet())
                .endsWith("; it was launched 2 times")
                .actual();
    }

    /** An image that builds can start from. */
    private String pushedBase() {
        BuildSpec base = TestBuilds.running("true", registry.host(), store);
        assertThat(builds.run(base).failure()).isNull();
        return base.target().toString();
    }

    private BuildSpec building(String base, String commands) {
        return TestBuilds.withContainerFile(
                TestBuilds.running("true", registry.host(), store), """
                FROM %s
                RUN ["/bin/busybox", "sh", "-c", "%s"]
                """.formatted(base, commands));
    }

    private static ExternalBuildKit daemon(String address) {
        return DAEMONS.entrySet().stream()
                .filter(daemon -> daemon.getKey().equals(address))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    /** The address of the last daemon that the build has used. */
    private String daemonOf(BuildSpec build) {
        return builds.log(build)
                .lines()
                .filter(line -> line.startsWith(DAEMON))
                .reduce((_, last) -> last)
                .orElseThrow()
                .substring(DAEMON.length());
    }
}
