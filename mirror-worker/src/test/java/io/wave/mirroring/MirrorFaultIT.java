package io.wave.mirroring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wave.image.Digest;
import io.wave.job.JobId;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import io.wave.local.IntegrationTest;
import io.wave.local.LocalServices;
import io.wave.local.fake.GatedRelay;
import io.wave.local.server.DockerRegistry;
import io.wave.mirror.MirrorCommand;
import io.wave.mirror.MirrorProgress;
import io.wave.mirror.MirrorSpec;
import io.wave.oci.MediaTypes;
import io.wave.registry.RegistryClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** What can go wrong in the middle of a copy: killed programs, silence, overloaded registries, wrong credentials. */
@IntegrationTest(properties = {"spring.config.name=mirror-worker", "wave.mirror.progress-timeout=3s"})
@Import(MirrorRuns.class)
class MirrorFaultIT {

    private static final DockerRegistry SOURCE = LocalServices.newRegistry();
    private static final DockerRegistry TARGET = LocalServices.newRegistry();
    private static final GatedRelay GATE = GatedRelay.to(SOURCE.port());
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final int LAYER = 128 * 1024;
    private static final int LAYERS = 24;
    private static final String HTPASSWD = "user:$2b$05$abcdefghijklmnopqrstuuLk9PsWWsdHMJYBsDB08UaKt.SjTQ6Ne\n";

    @TempDir
    private static Path folder;

    private static @Nullable DockerRegistry locked;

    @Autowired
    private MirrorRuns mirrors;

    @Autowired
    private RegistryClient client;

    private SourceImages images;

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry properties) {
        DockerRegistry started = DockerRegistry.startProtected(folder, HTPASSWD);
        locked = started;
        properties.add("wave.registries[%s].username".formatted(started.host()), () -> "user");
        properties.add("wave.registries[%s].password".formatted(started.host()), () -> "wrong-password-of-test");
        properties.add("wave.store.location", () -> folder.resolve("objects").toString());
        properties.add("wave.jobs.work-dir", () -> folder.resolve("work").toString());
    }

    @AfterAll
    static void stop() {
        GATE.close();
        if (locked != null) {
            locked.close();
        }
        SOURCE.close();
        TARGET.close();
    }

    @BeforeEach
    void connect() {
        images = new SourceImages(client, SOURCE.host());
    }

    @AfterEach
    void openGate() {
        GATE.open();
    }

    @Test
    void killedProgramIsStartedAgainAndSkipsWhatTheTargetHas() {
        Digest digest = image("fault/killed");
        MirrorSpec mirror = held("fault/killed", digest, LAYERS / 2);
        await().untilAsserted(() -> assertThat(mirrors.progress(mirror.id().text()))
                .hasValueSatisfying(
                        progress -> assertThat(progress.layersDone()).isPositive()));
        MirrorProgress half = mirrors.progress(mirror.id().text()).orElseThrow();
        assertThat(half.layersDone()).isLessThan(half.layers());
        assertThat(half.bytesDone()).isPositive().isLessThan(half.bytes());
        skopeos().forEach(ProcessHandle::destroyForcibly);
        GATE.open();
        JobRecord end = mirrors.awaitEnd(mirror);
        assertThat(end.failure()).isNull();
        assertThat(target("fault/killed:1")).isEqualTo(digest);
        assertThat(mirrors.log(end.id())).contains("[try 1 of 6 failed");
    }

    @Test
    void silentCopyIsStartedAgain() {
        Digest digest = image("fault/silent");
        MirrorSpec mirror = held("fault/silent", digest, 1);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(mirrors.log(mirror.id().text()))
                        .contains("[try 1 of 6 failed: no data was copied for 3 s"));
        GATE.open();
        assertThat(mirrors.awaitEnd(mirror).failure()).isNull();
        assertThat(target("fault/silent:1")).isEqualTo(digest);
    }

    @Test
    void cancelEndsTheProgram() {
        MirrorSpec mirror = held("fault/cancelled", image("fault/cancelled"), 1);
        mirrors.send(mirror, new MirrorCommand.Cancel(mirror.id()));
        JobRecord end = mirrors.awaitEnd(mirror);
        assertThat(end.state()).isEqualTo(JobState.FAILED);
        assertThat(end.failure()).isEqualTo("mirror was cancelled");
        assertThat(skopeos()).isEmpty();
        assertThat(images.find(TARGET.host() + "/fault/cancelled:1")).isEmpty();
    }

    @Test
    void deadlineEndsTheCopy() {
        Digest digest = image("fault/late");
        GATE.closeAfter(LAYER);
        MirrorSpec mirror = MirrorRuns.spec(
                GATE.host() + "/fault/late:1", digest, TARGET.host() + "/fault/late:1", Duration.ofSeconds(2));
        JobRecord end = mirrors.run(mirror);
        assertThat(end.state()).isEqualTo(JobState.FAILED);
        assertThat(end.failure()).startsWith("mirror timed out after 2 s");
    }

    @Test
    void wrongCredentialsFailAtOnceInWords() {
        Digest digest = image("fault/login");
        JobRecord end = mirrors.run(
                SOURCE.host() + "/fault/login:1",
                digest,
                Objects.requireNonNull(locked).host() + "/fault/login:1");
        assertThat(end.state()).isEqualTo(JobState.FAILED);
        assertThat(end.failure()).startsWith("mirror failed: ").containsPattern("unauthorized|authentication required");
        assertThat(mirrors.log(end.id())).doesNotContain("[try", "wrong-password-of-test");
    }

    @Test
    void unreachableTargetFailsInWords() {
        Digest digest = image("fault/nowhere");
        JobRecord end = mirrors.run(SOURCE.host() + "/fault/nowhere:1", digest, "no-such-host.invalid/fault/nowhere:1");
        assertThat(end.state()).isEqualTo(JobState.FAILED);
        assertThat(end.failure()).startsWith("mirror failed: ").contains("no-such-host.invalid");
    }

    @Test
    void invalidCommandFailsItsMirror() {
        MirrorSpec mirror = MirrorRuns.spec("a/b", Digest.of(new byte[0]), "c.test/a/b", LONG);
        mirrors.send(
                mirror,
                "{\"type\":\"start\",\"mirror\":{\"id\":\"%s\",\"generation\":1,\"source\":\"::\"}}"
                        .formatted(mirror.id()));
        JobRecord end = mirrors.awaitEnd(mirror);
        assertThat(JobId.parse(end.id())).isEqualTo(mirror.id());
        assertThat(end.failure()).startsWith("mirror failed: invalid mirror command: ");
    }

    /** A mirror whose source is held after so many layers. */
    private MirrorSpec held(String repository, Digest digest, int layers) {
        GATE.closeAfter((long) layers * LAYER + LAYER / 2);
        MirrorSpec mirror = MirrorRuns.spec(
                GATE.host() + "/" + repository + ":1", digest, TARGET.host() + "/" + repository + ":1", LONG);
        mirrors.start(mirror);
        await().atMost(Duration.ofSeconds(30)).until(GATE::isHolding);
        return mirror;
    }

    private Digest image(String repository) {
        return SourceImages.digest(images.image(repository, "1", LAYERS, LAYER, MediaTypes.OCI_LAYER_GZIP));
    }

    private Digest target(String name) {
        return images.find(TARGET.host() + "/" + name).orElseThrow().digest();
    }

    private static List<ProcessHandle> skopeos() {
        Stream<ProcessHandle> started = ProcessHandle.current().descendants();
        return started.filter(process -> process.info().command().orElse("").endsWith("/skopeo"))
                .toList();
    }
}
