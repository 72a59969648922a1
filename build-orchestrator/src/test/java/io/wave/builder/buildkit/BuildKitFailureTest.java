package io.wave.builder.buildkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.build.BuildOutput;
import io.wave.build.BuildSpec;
import io.wave.builder.image.SampleSpec;
import io.wave.image.Platform;
import io.wave.job.engine.outcome.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class BuildKitFailureTest {

    private static final BuildSpec BUILD =
            SampleSpec.of("registry.test/a:1", "FROM scratch", new BuildOutput(Platform.LINUX_AMD64, null, null, null));

    private final ProgressLog progress = new ProgressLog(JsonMapper.builder().build(), _ -> {});

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file with no instructions",
                "dockerfile parse error on line 2: unknown instruction: RUM",
                "granting entitlement security.insecure is not allowed by build daemon configuration"
            })
    void errorsOfTheContainerFileNameIt(String error) {
        assertThat(ofClient("error: failed to solve: " + error)).isEqualTo("build failed: containerFile: " + error);
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

    private String ofStep(String name, String error) {
        return failure(
                "{\"vertexes\":[{\"digest\":\"a\",\"name\":\"%s\",\"started\":\"2026-01-01T00:00:00Z\",\"completed\":\"2026-01-01T00:00:01Z\",\"error\":\"%s\"}]}\n"
                        .formatted(name, error));
    }

    private String ofClient(String error) {
        return failure(error + "\n");
    }

    private String failure(String output) {
        byte[] bytes = output.getBytes(StandardCharsets.UTF_8);
        assertThat(progress.keep(bytes, bytes.length)).isNotEmpty();
        Outcome outcome = BuildKitFailure.of(BUILD, progress, Optional.empty(), 1, List.of());
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        return ((Outcome.Failed) outcome).reason();
    }
}
