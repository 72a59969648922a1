package io.wave.builder.buildkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.build.BuildOutput;
import io.wave.build.BuildSpec;
import io.wave.builder.image.SampleSpec;
import io.wave.image.Platform;
import io.wave.job.engine.outcome.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class BuildKitFailureTest {

    private static final BuildSpec BUILD =
            SampleSpec.of("registry.test/a:1", "FROM scratch", new BuildOutput(Platform.LINUX_AMD64, null, null, null));

    @TempDir
    private Path folder;

    private BuildKit.Endings endings = BuildKit.Endings.UNKNOWN;
    private int steps;
    private final ProgressLog progress = new ProgressLog(JsonMapper.builder().build(), _ -> {});

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file with no instructions",
                "dockerfile parse error on line 2: unknown instruction: RUM",
                "dockerfile contains no stages to build",
                "circular dependency detected on stage: a",
                "invalid stage index 9",
                "lint violation found for rules: JSONArgsRecommended"
            })
    void errorsOfTheContainerFileNameIt(String error) {
        assertThat(ofClient("error: failed to solve: " + error)).isEqualTo("build failed: containerFile: " + error);
    }

    @ParameterizedTest
    @CsvSource({
        "failed to load LLB: network.host is not allowed, RUN --network=host is not allowed",
        "failed to load LLB: security.insecure is not allowed, RUN --security=insecure is not allowed",
        "secret k$1: not found, RUN --mount=type=secret: secret 'k$1' not found: builds have no secrets of the caller"
    })
    void refusedFlagsOfRun(String error, String words) {
        assertThat(ofClient("error: failed to solve: " + error)).startsWith("build failed: containerFile: " + words);
    }

    @Test
    void missingLayerOfABaseImage() {
        String digest = "sha256:" + "0".repeat(64);
        assertThat(ofStep(
                        "[2/2] RUN true",
                        "failed to copy: httpReadSeeker: failed open: could not fetch content descriptor " + digest
                                + " (application/vnd.oci.image.layer.v1.tar+gzip) from remote: not found"))
                .startsWith(
                        "build failed: containerFile: an image that it uses is incomplete: its registry does not have "
                                + digest);
    }

    @Test
    void missingFileOfTheContext() {
        assertThat(ofStep(
                        "[2/2] COPY nofile /x", "failed to calculate checksum of ref a::b: \\\"/nofile\\\": not found"))
                .startsWith("build failed: containerFile: \"/nofile\" is not in the build context in step [2/2] COPY");
    }

    @Test
    void missingFileOfAStage() {
        assertThat(ofStep(
                        "[stage-1 2/2] COPY --from=a /b /x",
                        "failed to calculate checksum of ref a::b: \\\"/b\\\": not found"))
                .startsWith(
                        "build failed: containerFile: \"/b\" is not in the image or stage that the step reads from in");
    }

    @Test
    void daemonThatExitedAgain() {
        assertThat(ofClient("error: failed to receive status: rpc error: code = Unavailable desc = error reading from"
                        + " server: EOF"))
                .startsWith("build failed: BuildKit exited during the build and again when the build was repeated")
                .contains("wave.build.buildkit.limits.daemon-memory");
    }

    @Test
    void clientThatIsKilledHasNoFailedStep() {
        byte[] incomplete = "{\"vertexes\":[{\"dig".getBytes(StandardCharsets.UTF_8);
        progress.keep(incomplete, incomplete.length);
        progress.rest();
        assertThat(BuildKitFailure.isKilledClient(137, progress)).isTrue();
        assertThat(BuildKitFailure.isKilledClient(1, progress)).isFalse();
        ofStep("[2/2] RUN false", "exit code: 137");
        assertThat(BuildKitFailure.isKilledClient(137, progress)).isFalse();
    }

    @Test
    void errorWithALineIsOneOfTheContainerFile() {
        assertThat(failure("""
                        Containerfile:7
                        --------------------
                           7 | >>> STOPSIGNAL x
                        --------------------
                        error: failed to solve: invalid signal: x
                        """)).startsWith("build failed: containerFile: line 7: invalid signal: x");
    }

    @Test
    void nameOfAFileIsNoBaseImage() {
        assertThat(ofStep(
                        "[2/2] COPY load metadata for x /y",
                        "failed to calculate checksum of ref a::b: \\\"/x\\\": not found"))
                .startsWith("build failed: containerFile: \"/x\" is not in the build context");
        assertThat(ofStep("[internal] load metadata for registry.test/x:1", "registry.test/x:1: not found"))
                .startsWith("build failed: base image registry.test/x:1 not found");
    }

    @Test
    void outputOfTheStepIsOnlyAHint() {
        assertThat(ofStep("[2/2] RUN x", "exit code: 1", "no space left on device"))
                .startsWith("build failed: exit code 1 in step [2/2] RUN x; its output says 'no space left on device',"
                        + " perhaps because a file system that the step writes to is full:\n");
        assertThat(ofStep("[2/2] RUN x", "exit code: 3", "The step was ended [abc]: because"))
                .startsWith("build failed: exit code 3 in step [2/2] RUN x:\n");
    }

    @Test
    void reasonOfTheWorkerIsTheCause() throws IOException {
        StepEndings endings = StepEndings.in(folder, true);
        endings.add("abc", "it uses too much");
        this.endings = endings;
        assertThat(ofStep("[2/2] RUN x", "exit code: 1", "The step was ended [abc]: it uses too much"))
                .startsWith("build failed: it uses too much in step [2/2] RUN x:\n");
        assertThat(ofStep("[2/2] RUN y", "exit code: 1", "The step was ended [../abc]: it uses too much", "b"))
                .startsWith("build failed: exit code 1 in step");
    }

    @Test
    void killedStepNamesOutOfMemoryOnlyIfThatIsPossible() throws IOException {
        assertThat(ofStep("[2/2] RUN x", "exit code: 137"))
                .startsWith("build failed: killed (exit code 137), perhaps out of memory in step [2/2] RUN x");
        assertThat(ofStep("[2/2] RUN y", "exit code: 137: cannot allocate memory"))
                .startsWith("build failed: killed (exit code 137), out of memory in step [2/2] RUN y");
        endings = StepEndings.in(folder, true);
        assertThat(ofStep("[2/2] RUN z", "exit code: 137"))
                .startsWith("build failed: killed (exit code 137), but not by a limit of the build worker in step");
    }

    private String ofStep(String name, String error, String... lines) {
        String digest = Integer.toString(steps++);
        String output =
                Base64.getEncoder().encodeToString(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
        progress.restart();
        return failure("""
                {"vertexes":[{"digest":"%1$s","name":"%2$s","started":"2026-01-01T00:00:00Z"}]}
                {"logs":[{"vertex":"%1$s","data":"%4$s"}]}
                {"vertexes":[{"digest":"%1$s","name":"%2$s","started":"2026-01-01T00:00:00Z","completed":"2026-01-01T00:00:01Z","error":"%3$s"}]}
                """.formatted(digest, name, error, output));
    }

    private String ofClient(String error) {
        return failure(error + "\n");
    }

    private String failure(String output) {
        byte[] bytes = output.getBytes(StandardCharsets.UTF_8);
        assertThat(progress.keep(bytes, bytes.length)).isNotEmpty();
        Outcome outcome = BuildKitFailure.of(BUILD, progress, endings, Optional.empty(), 1, List.of());
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        return ((Outcome.Failed) outcome).reason();
    }
}
