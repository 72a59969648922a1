package io.wave.builder.containerfile;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.builder.image.SampleSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VariableSourcesTest {

    private static final String STAGES = "ARG P=builder\nFROM base AS builder\nFROM base\nARG P\nENV N=buil\n";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "COPY --from=$P /a /b            | COPY --from=builder /a /b",
                "COPY --from=${P} /a /$P         | COPY --from=builder /a /$P",
                "COPY --from=\"$P\" /a /b        | COPY --from=builder /a /b",
                "COPY --link --from=${N}der /a / | COPY --link --from=builder /a /",
                "copy --chown=$P --from=$P $P /  | copy --chown=$P --from=builder $P /",
                "COPY --from=${P:-x} /a /b       | COPY --from=builder /a /b",
                "RUN --mount=from=$P,target=/b x | RUN --mount=from=builder,target=/b x",
                "RUN --mount=type=bind,from=${P},target=/$P $P | RUN --mount=type=bind,from=builder,target=/$P $P",
                "RUN --mount=type=cache,target=/c,from=$P x --mount=from=$P | RUN --mount=type=cache,target=/c,from=builder x --mount=from=$P",
                "RUN --mount=target=/a,from=$P --mount=target=/b,from=${N}der x | RUN --mount=target=/a,from=builder --mount=target=/b,from=builder x",
                "RUN --mount=target=/a,from=$P --mount=target=/b,from=$P x | RUN --mount=target=/a,from=builder --mount=target=/b,from=builder x",
                "RUN --network=none --mount=\"target=/a,from=$P\" x | RUN --network=none --mount=\"target=/a,from=builder\" x",
            })
    void variablesOfSourcesAreReplaced(String written, String expected) {
        assertThat(expanded(STAGES + written + "\r\n# end")).isEqualTo(STAGES + expected + "\r\n# end");
    }

    @Test
    void flagIsFoundInContinuedInstruction() {
        assertThat(expanded(STAGES + "COPY \\\n# --from=$P\n\n  --from=$P \\\n /--from=$P /b\n"))
                .isEqualTo(STAGES + "COPY \\\n# --from=$P\n\n  --from=builder \\\n /--from=$P /b\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "COPY --from=builder /a /b",
                "COPY a --from=$P",
                "RUN echo COPY --from=$P",
                "RUN <<EOF\nCOPY --from=$P /a /b\nEOF",
                "ONBUILD COPY --from=$P /a /b",
                "ONBUILD RUN --mount=from=$P,target=/b x",
                "RUN x --mount=from=$P",
                "RUN --mount=from=builder,target=/$P x",
                "# COPY --from=$P /a /b",
                "COPY --from=$UNKNOWN /a /b",
                "ARG P='two words'\nCOPY --from=$P /a /b",
            })
    void nothingElseIsChanged(String written) {
        String file = "\ufeff" + STAGES + written + "\n";
        assertThat(expanded(file)).isEqualTo(file);
    }

    private static String expanded(String containerFile) {
        return VariableSources.expanded(SampleSpec.of(containerFile)).containerFile();
    }
}
