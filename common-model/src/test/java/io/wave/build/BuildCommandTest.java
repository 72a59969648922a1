package io.wave.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wave.image.ImageReference;
import io.wave.image.Platform;
import io.wave.job.JobProfile;
import io.wave.job.JobRecord;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

class BuildCommandTest {

    private final JsonMapper json = JsonMapper.builder().build();

    @Test
    void jsonRoundTrip() {
        BuildSpec build = new BuildSpec(
                BuildId.parse("bd-7efaa2ed59c58a16_2"),
                work(),
                Duration.ofMinutes(5),
                Instant.parse("2026-01-01T12:00:00Z"),
                null);
        BuildCommand start = new BuildCommand.Start(build);
        String text = json.writeValueAsString(start);
        assertThat(text).contains("\"type\":\"start\"", "\"id\":\"bd-7efaa2ed59c58a16_2\"");
        assertThat(json.readValue(text, BuildCommand.class)).isEqualTo(start);
        BuildCommand cancel = new BuildCommand.Cancel(build.id());
        assertThat(json.readValue(json.writeValueAsString(cancel), BuildCommand.class))
                .isEqualTo(cancel);
    }

    /** The components of a build are unwrapped in JSON. */
    @Test
    void memberNamesAreStable() {
        String text = """
                {"type":"start","build":{"id":"bd-7efaa2ed59c58a16_2","generation":2,\
                "target":"localhost:5000/wave/build:7efaa2ed59c58a16","containerFile":"FROM foo","condaFile":"x",\
                "platform":"linux/arm64","cacheRepository":"cache.test/x",\
                "context":{"digest":"sha256:%1$s","size":3},"tenant":"anonymous","queueTimeout":"PT5M",\
                "runTimeout":"PT15M","requestedAt":"2026-01-01T12:00:00Z",\
                "layers":[{"location":"blob:x","gzipDigest":"sha256:%1$s","gzipSize":1,"tarDigest":"sha256:%1$s"}],\
                "compression":{"mode":"zstd","level":3,"force":null},"assembly":null,"format":"SINGULARITY",\
                "buildTemplate":"conda/pixi:v1",\
                "index":[{"platform":"linux/amd64","build":null,"image":"localhost:5000/x:1","digest":null}]}}
                """.formatted("0".repeat(64));
        BuildCommand command = json.readValue(text, BuildCommand.class);
        assertThat(command).isInstanceOfSatisfying(BuildCommand.Start.class, start -> {
            BuildSpec build = start.build();
            assertThat(build.generation()).isEqualTo(2);
            assertThat(build.platform()).hasToString("linux/arm64");
            assertThat(build.isSingularity()).isTrue();
            assertThat(build.layers()).hasSize(1);
            assertThat(build.runTimeout()).hasMinutes(15);
        });
        assertThat(json.readTree(json.writeValueAsString(command))).isEqualTo(json.readTree(text));
    }

    /** A build whose images all callers can read has no member for it, as before there were scopes. */
    @Test
    void accessScopeIsPresentOnlyIfSet() {
        String scope = "0123456789abcdef".repeat(2);
        BuildWork open = work();
        assertThat(json.readTree(json.writeValueAsString(open)).has("accessScope"))
                .isFalse();
        BuildWork restricted = open.within(scope);
        String text = json.writeValueAsString(restricted);
        assertThat(text).contains("\"accessScope\":\"" + scope + "\"");
        assertThat(json.readValue(text, BuildWork.class)).isEqualTo(restricted);
        assertThat(restricted.ofIndex().accessScope()).isEqualTo(scope);
        assertThat(restricted.from(open.source()).as(open.output()).accessScope())
                .isEqualTo(scope);
        assertThatThrownBy(() -> open.within("../" + scope.substring(3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("accessScope must be 32");
    }

    /** A build without a profile has no member for it, as before there were profiles. */
    @Test
    void profileIsPresentOnlyIfSet() {
        BuildWork usual = work();
        assertThat(json.readTree(json.writeValueAsString(usual)).has("jobProfile"))
                .isFalse();
        BuildWork special = usual.on(new JobProfile("big-mem"));
        String text = json.writeValueAsString(special);
        assertThat(text).contains("\"jobProfile\":\"big-mem\"");
        assertThat(json.readValue(text, BuildWork.class)).isEqualTo(special);
        assertThat(special.ofIndex().within(null).from(usual.source()).as(usual.output()))
                .isEqualTo(special);
        assertThatThrownBy(() -> new JobProfile("Big"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'Big' is not the name of a profile: use ");
    }

    @Test
    void incompleteCommandIsRejected() {
        assertThatThrownBy(() -> json.readValue("{\"type\":\"start\"}", BuildCommand.class))
                .isInstanceOf(JacksonException.class)
                .hasMessageContaining("build is missing");
        assertThatThrownBy(() -> json.readValue("{\"generation\":1,\"sequence\":2}", JobRecord.class))
                .isInstanceOf(JacksonException.class)
                .hasMessageContaining("kind is missing");
    }

    private static BuildWork work() {
        return new BuildWork(
                ImageReference.parse("localhost:5000/wave/build:7efaa2ed59c58a16"),
                new BuildSource("FROM foo", null, null, null, null),
                new BuildOutput(Platform.LINUX_AMD64, null, null, null),
                null,
                "anonymous",
                null,
                Duration.ofMinutes(15));
    }
}
