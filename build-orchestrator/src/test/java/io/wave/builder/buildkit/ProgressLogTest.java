package io.wave.builder.buildkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.wave.build.BuildSteps;
import io.wave.builder.condalock.LockSection;
import io.wave.image.ImageReference;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class ProgressLogTest {

    private final AtomicReference<Supplier<BuildSteps>> reported = new AtomicReference<>();
    private final ProgressLog progress = new ProgressLog(JsonMapper.builder().build(), reported::set);

    @Test
    void stepIsLoggedWithNameOutputAndEnd() {
        assertThat(read(
                        started("a", "[internal] load build definition"),
                        started("b", "[2/2] RUN make"),
                        output("b", "one\ntwo\n"),
                        completed("b", "[2/2] RUN make", "")))
                .isEqualTo("""
                        #1 [internal] load build definition

                        #2 [2/2] RUN make
                        one
                        two
                        #2 DONE 1.5s
                        """);
    }

    @Test
    void cachedStepIsMarked() {
        assertThat(read(vertex("b", "[2/2] COPY a b", "00", "00", true))).isEqualTo("#1 [2/2] COPY a b\n#1 CACHED\n");
    }

    @Test
    void linesOfStepsThatRunAtOneTimeStayWhole() {
        assertThat(read(
                        started("a", "[a 1/1] RUN a"),
                        started("b", "[b 1/1] RUN b"),
                        output("a", "half "),
                        output("b", "of b\n"),
                        output("a", "of a\n")))
                .isEqualTo("""
                        #1 [a 1/1] RUN a

                        #2 [b 1/1] RUN b
                        of b

                        #1 [a 1/1] RUN a
                        half of a
                        """);
    }

    @Test
    void splitCharacterIsJoined() {
        byte[] text = "größe\n".getBytes(StandardCharsets.UTF_8);
        String first = Base64.getEncoder().encodeToString(Arrays.copyOf(text, 3));
        String second = Base64.getEncoder().encodeToString(Arrays.copyOfRange(text, 3, text.length));
        assertThat(read(started("a", "[1/1] RUN a"), data("a", first), data("a", second)))
                .isEqualTo("#1 [1/1] RUN a\ngröße\n");
    }

    @Test
    void failedStepHasLastLines() {
        StringBuilder lines = new StringBuilder();
        for (int i = 1; i <= 30; i++) {
            lines.append("line ").append(i).append('\n');
        }
        String log = read(
                started("a", "[1/1] RUN a"),
                output("a", lines.toString()),
                completed(
                        "a", "[1/1] RUN a", "process \\\"/bin/sh -c a\\\" did not complete successfully: exit code: 3"),
                "error: failed to solve: exit code: 3\n");
        assertThat(log).contains("#1 ERROR: process \"/bin/sh -c a\"");
        assertThat(progress.failed()).hasValueSatisfying(step -> {
            assertThat(step.lastLines()).hasSize(10).last().isEqualTo("line 30");
            assertThat(step.error())
                    .hasValueSatisfying(error -> assertThat(error).endsWith("exit code: 3"));
        });
        assertThat(progress.errors()).containsExactly("error: failed to solve: exit code: 3");
    }

    @Test
    void stepCancelledByFailureOfAnotherIsNotCause() {
        read(
                started("a", "[a 1/1] RUN a"),
                started("b", "[b 1/1] RUN b"),
                completed("a", "[a 1/1] RUN a", "context canceled"),
                completed("b", "[b 1/1] RUN b", "exit code: 1"));
        assertThat(progress.failed()).map(BuildStep::name).contains("[b 1/1] RUN b");
    }

    @Test
    void imageThatIsResolvedAndPulledLaterIsOneStep() {
        String blob = "sha256:" + "0".repeat(64);
        assertThat(read(
                        vertex("a", "[1/2] FROM base", "00", "00.5", false),
                        vertex("b", "[internal] load build context", "01", "02", false),
                        started("a", "[1/2] FROM base", "03"),
                        pulling("a", blob, 1_000_000),
                        pulling("a", "extracting " + blob, 9),
                        pulling("a", blob, 2_500_000),
                        vertex("a", "[1/2] FROM base", "03", "04", false)))
                .isEqualTo("""
                        #1 [1/2] FROM base
                        #1 DONE 0.5s

                        #2 [internal] load build context
                        #2 DONE 1.0s
                        #1 DONE 1.5s, pulled 2.5 MB
                        """);
        assertThat(steps().steps().getFirst())
                .isEqualTo(new BuildSteps.Step(
                        1,
                        "[1/2] FROM base",
                        BuildSteps.State.SUCCEEDED,
                        Instant.parse("2026-01-01T00:00:00Z"),
                        Instant.parse("2026-01-01T00:00:04Z"),
                        Duration.ofMillis(1500),
                        false,
                        2_500_000,
                        null));
    }

    @Test
    void stepsAreKnownBeforeTheyRun() {
        read("""
                {"vertexes":[{"digest":"c","name":"[2/2] RUN make"},{"digest":"b","name":"[1/2] FROM base"},{"digest":"a","name":"[internal] load build context"}]}
                """, started("b", "[1/2] FROM base"));
        BuildSteps steps = steps();
        assertThat(steps.begun()).isEqualTo(1);
        assertThat(steps.total()).isEqualTo(2);
        assertThat(steps.steps())
                .extracting(BuildSteps.Step::state)
                .containsExactly(BuildSteps.State.RUNNING, BuildSteps.State.PENDING, BuildSteps.State.PENDING);
        assertThat(steps.steps())
                .extracting(BuildSteps.Step::name)
                .containsExactly("[1/2] FROM base", "[internal] load build context", "[2/2] RUN make");
        assertThat(steps.steps()).extracting(BuildSteps.Step::number).containsExactly(1, 2, 3);
        assertThat(steps.ofEndedBuild(false, null).steps())
                .extracting(BuildSteps.Step::state)
                .containsExactly(BuildSteps.State.CANCELLED, BuildSteps.State.SKIPPED, BuildSteps.State.SKIPPED);
    }

    @Test
    void missingLayerCacheIsNoFailure() {
        String name = "importing cache manifest from registry.example.com/cache";
        assertThat(read(started("a", name), completed("a", name, "not found")))
                .isEqualTo("#1 %s\n#1 SKIPPED: not found\n".formatted(name));
        assertThat(progress.failed()).isEmpty();
        assertThat(steps().steps())
                .extracting(BuildSteps.Step::state, BuildSteps.Step::error)
                .containsExactly(tuple(BuildSteps.State.SKIPPED, "not found"));
    }

    @Test
    void storedStepsAreLimited() {
        int all = BuildSteps.MAX_STEPS + 50;
        String failing = "[%d/%d] RUN ".formatted(all - 10, all) + "x".repeat(1000);
        for (int number = 1; number <= all; number++) {
            String name = number == all - 10 ? failing : "[%d/%d] RUN true\\t".formatted(number, all);
            String error = number == all - 10 ? "e".repeat(5000) : "";
            read(started("v" + number, name), completed("v" + number, name, error));
        }
        BuildSteps steps = steps();
        assertThat(steps.total()).isEqualTo(all);
        assertThat(steps.omitted()).isEqualTo(50);
        assertThat(steps.steps()).hasSize(BuildSteps.MAX_STEPS);
        assertThat(steps.steps().getFirst().name()).isEqualTo("[1/%d] RUN true ".formatted(all));
        assertThat(steps.steps().getLast()).satisfies(step -> {
            assertThat(step.state()).isEqualTo(BuildSteps.State.FAILED);
            assertThat(step.number()).isEqualTo(all - 10);
            assertThat(step.name()).hasSize(BuildSteps.MAX_NAME).endsWith("…");
            assertThat(step.error()).hasSize(BuildSteps.MAX_ERROR).endsWith("…");
        });
    }

    private BuildSteps steps() {
        return reported.get().get();
    }

    @Test
    void lockFileIsExtractedFromOutputOfStep() {
        String log = read(
                started("a", "[1/1] RUN a"),
                output("a", "before\n>> CONDA_LOCK_START\nhttps://one\n"),
                started("b", "[b 1/1] RUN b"),
                output("b", "between\n"),
                output("a", "https://two\n<< CONDA_LOCK_END\nafter\n"));
        assertThat(log).contains("before", "between", "after").doesNotContain("https://");
        assertThat(progress.lockFile().flatMap(LockSection::lockFile)).contains("https://one\nhttps://two\n");
    }

    /** The name of a pod of a StatefulSet is unknown while the pod is not ready. */
    @Test
    void clientThatCannotConnectHasNoDaemon() {
        read(
                "error: listing workers for Build: failed to list workers: Unavailable: connection error: desc = \"transport:"
                        + " Error while dialing: dial tcp: lookup wave-buildkit-0.wave-buildkit.wave-builds.svc: no such host\"");
        assertThat(progress.lostDaemon()).isTrue();
        assertThat(progress.daemonExited()).isFalse();
    }

    /** Its steps are not those of the image. */
    @Test
    void lockFileThatIsPrintedAgainIsFoundAndNotLogged() {
        String log = read(
                started("a", "[1/1] RUN a"),
                ProgressLog.REPRINT,
                started("a", "[1/1] RUN a"),
                started("b", "[2/2] RUN cat lock"),
                output("b", ">> CONDA_LOCK_START\nhttps://one\n<< CONDA_LOCK_END\n"),
                "error: of the second build");
        assertThat(log).isEqualTo("#1 [1/1] RUN a\n");
        assertThat(progress.lockFile().flatMap(LockSection::lockFile)).contains("https://one\n");
        assertThat(progress.steps().steps()).hasSize(1);
        assertThat(progress.errors()).isEmpty();
    }

    @Test
    void otherOutputIsUnchanged() {
        assertThat(read("error: dial unix: connection refused\n", "{not json\n"))
                .isEqualTo("error: dial unix: connection refused\n{not json\n");
        assertThat(progress.lostDaemon()).isTrue();
        progress.restart();
        assertThat(progress.lostDaemon()).isFalse();
    }

    @Test
    void anUnreachableRegistryIsNotALostDaemon() {
        String refused = "failed to do request: Head \\\"http://localhost:1/v2/a/manifests/1\\\": dial tcp 127.0.0.1:1:"
                + " connect: connection refused";
        read(
                started("a", "[internal] load metadata for localhost:1/a:1"),
                completed("a", "[internal] load metadata for localhost:1/a:1", refused),
                "error: failed to solve: connect: connection refused\n");
        assertThat(progress.failed()).isPresent();
        assertThat(progress.lostDaemon()).isFalse();
    }

    @Test
    void thePlatformOfABaseImageIsKnownFromTheWarning() {
        String warning = otherPlatform("linux/arm64");
        assertThat(readWarning(warning)).contains("warning: " + warning);
        assertThat(progress.otherPlatform(ImageReference.parse("docker.io/library/alpine:3")))
                .hasValue(new ProgressLog.OtherPlatform("linux/arm64", "linux/amd64"));
        assertThat(progress.otherPlatform(ImageReference.parse("alpine:4"))).isEmpty();
        progress.restart();
        assertThat(progress.otherPlatform(ImageReference.parse("alpine:3"))).isEmpty();
    }

    /** As BuildKit writes the platform of an image without architecture, with and without an operating system. */
    @ParameterizedTest
    @ValueSource(strings = {"linux", "unknown"})
    void aBaseImageWithoutArchitectureIsForAnyPlatform(String found) {
        assertThat(readWarning(otherPlatform(found))).contains("warning: ");
        assertThat(progress.otherPlatform(ImageReference.parse("alpine:3"))).isEmpty();
    }

    private static String otherPlatform(String found) {
        return "InvalidBaseImagePlatform: Base image alpine:3 was pulled with platform \"%s\", expected \"linux/amd64\" for current build (line 1)"
                .formatted(found);
    }

    private String readWarning(String warning) {
        return read("{\"warnings\":[{\"short\":\"%s\"}]}\n"
                .formatted(Base64.getEncoder().encodeToString(warning.getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void aLayerThatCannotBeFetchedIsRecognized() {
        read(
                "error: failed to solve: failed to compute cache key: failed to copy: httpReadSeeker: failed open: could not fetch"
                        + " content descriptor sha256:00 (application/vnd.oci.image.layer.v1.tar+gzip) from remote: not found\n");
        assertThat(progress.lacksLayers()).isTrue();
        progress.restart();
        assertThat(progress.lacksLayers()).isFalse();
    }

    @Test
    void secretsOfUrlsAreMasked() {
        String add = "[2/2] ADD https://user:s3cretpw@host.test/x.tgz?token=TOPSECRET /x";
        String masked = "https://***@host.test/x.tgz?token=***";
        String log = read(
                started("a", add),
                output("a", "from https://user:s3cretpw@host.test/x.tgz?token=TOPSECRET\n"),
                completed("a", add, "Get https://user:s3cretpw@host.test/x.tgz?token=TOPSECRET: EOF"),
                "error: failed to solve: https://user:s3cretpw@host.test/x.tgz?token=TOPSECRET\n");
        assertThat(log).contains(masked).doesNotContain("s3cretpw", "TOPSECRET");
        assertThat(progress.errors()).containsExactly("error: failed to solve: " + masked);
        assertThat(progress.failed()).hasValueSatisfying(step -> {
            assertThat(step.name()).isEqualTo("[2/2] ADD %s /x".formatted(masked));
            assertThat(step.error()).contains("Get %s EOF".formatted(masked));
            assertThat(step.lastLines()).containsExactly("from " + masked);
        });
        assertThat(steps().steps().toString()).doesNotContain("s3cretpw", "TOPSECRET");
    }

    private String read(String... lines) {
        StringBuilder log = new StringBuilder();
        for (String line : lines) {
            byte[] bytes = (line.strip() + "\n").getBytes(StandardCharsets.UTF_8);
            log.append(new String(progress.keep(bytes, bytes.length), StandardCharsets.UTF_8));
        }
        return log.append(new String(progress.rest(), StandardCharsets.UTF_8)).toString();
    }

    private static String started(String digest, String name) {
        return started(digest, name, "00");
    }

    private static String started(String digest, String name, String second) {
        return "{\"vertexes\":[{\"digest\":\"%s\",\"name\":\"%s\",\"started\":\"2026-01-01T00:00:%sZ\"}]}"
                .formatted(digest, name, second);
    }

    private static String vertex(String digest, String name, String started, String completed, boolean cached) {
        return "{\"vertexes\":[{\"digest\":\"%s\",\"name\":\"%s\",\"started\":\"2026-01-01T00:00:%sZ\",\"completed\":\"2026-01-01T00:00:%sZ\",\"cached\":%s}]}"
                .formatted(digest, name, started, completed, cached);
    }

    private static String completed(String digest, String name, String error) {
        return "{\"vertexes\":[{\"digest\":\"%s\",\"name\":\"%s\",\"started\":\"2026-01-01T00:00:00Z\",\"completed\":\"2026-01-01T00:00:01.5Z\",\"error\":\"%s\"}]}"
                .formatted(digest, name, error);
    }

    private static String pulling(String digest, String id, long current) {
        return "{\"statuses\":[{\"id\":\"%s\",\"vertex\":\"%s\",\"name\":\"%s\",\"current\":%d}]}"
                .formatted(id, digest, id, current);
    }

    private static String output(String digest, String text) {
        return data(digest, Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String data(String digest, String base64) {
        return "{\"logs\":[{\"vertex\":\"%s\",\"stream\":1,\"data\":\"%s\"}]}".formatted(digest, base64);
    }
}
