package io.wave.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wave.image.ImageReference;
import io.wave.image.Platform;
import io.wave.job.JobRecord;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

class BuildCommandTest {

    private final JsonMapper json = JsonMapper.builder().build();

    @Test
    void survivesTheWire() {
        BuildSpec build = new BuildSpec(
                BuildId.parse("bd-7efaa2ed59c58a16_2"),
                2,
                ImageReference.parse("localhost:5000/wave/build:7efaa2ed59c58a16"),
                "FROM foo",
                null,
                Platform.LINUX_AMD64,
                null,
                null,
                "anonymous",
                Duration.ofMinutes(5),
                Duration.ofMinutes(15),
                Instant.parse("2026-01-01T12:00:00Z"));
        BuildCommand start = new BuildCommand.Start(build);
        String text = json.writeValueAsString(start);
        assertThat(text).contains("\"type\":\"start\"", "\"id\":\"bd-7efaa2ed59c58a16_2\"");
        assertThat(json.readValue(text, BuildCommand.class)).isEqualTo(start);
        BuildCommand cancel = new BuildCommand.Cancel(build.id());
        assertThat(json.readValue(json.writeValueAsString(cancel), BuildCommand.class))
                .isEqualTo(cancel);
    }

    @Test
    void whatLacksAPartIsRefusedWhenItIsRead() {
        assertThatThrownBy(() -> json.readValue("{\"type\":\"start\"}", BuildCommand.class))
                .isInstanceOf(JacksonException.class)
                .hasMessageContaining("build is missing");
        assertThatThrownBy(() -> json.readValue("{\"generation\":1,\"sequence\":2}", JobRecord.class))
                .isInstanceOf(JacksonException.class)
                .hasMessageContaining("kind is missing");
    }
}
