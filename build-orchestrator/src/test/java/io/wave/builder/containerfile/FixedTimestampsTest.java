package io.wave.builder.containerfile;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.build.BuildOutput;
import io.wave.build.BuildSpec;
import io.wave.builder.image.SampleSpec;
import io.wave.image.Platform;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FixedTimestampsTest {

    private static final String FILE = """
            FROM micromamba AS build
            RUN install
            FROM ubuntu
            COPY --link --from=build /layers/01/ /
            COPY --link --from=build /layers/02/ /
            USER root
            ENV A=1
            """;

    @Test
    void fastTemplatesSetThem() {
        assertThat(FixedTimestamps.in(build("conda/micromamba:v2-fast", FILE))).isTrue();
    }

    @Test
    void otherFilesDoNot() {
        assertThat(FixedTimestamps.in(build("conda/micromamba:v2", FILE))).isFalse();
        assertThat(FixedTimestamps.in(build(null, FILE))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RUN echo > /new",
                "WORKDIR /new",
                "ADD layer.tar.gz /",
                "COPY --from=build /a /b",
                "COPY --link a /b",
                "FROM build"
            })
    void otherLayersDoNot(String added) {
        assertThat(FixedTimestamps.in(build("conda/pixi:v1-fast", FILE + added + "\n")))
                .isFalse();
    }

    private static BuildSpec build(@Nullable String template, String containerFile) {
        return SampleSpec.ofTemplate(template, containerFile, new BuildOutput(Platform.LINUX_AMD64, null, null, null));
    }
}
