package io.wave.builder.buildah;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wave.build.BuildCompression;
import io.wave.build.BuildOutput;
import io.wave.build.BuildSpec;
import io.wave.builder.context.InvalidContextException;
import io.wave.builder.image.SampleSpec;
import io.wave.builder.image.ToolVersion;
import io.wave.image.Platform;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BuildahSyntaxTest {

    private static final ToolVersion OLD = new ToolVersion(1, 28);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "RUN <<EOF~echo x~EOF | RUN with a here-document ('<<') | 1.36",
                "COPY <<EOF /x~x~EOF | COPY with a here-document ('<<') | 1.33",
                "COPY --link a /a | COPY --link | 1.41",
                "ADD --link=true a /a | ADD --link | 1.41",
                "COPY --parents a /a | COPY --parents | 1.40",
                "COPY --exclude=*.txt . /a | COPY --exclude | 1.38",
                "ADD --checksum=sha256:0 http://h.test/a /a | ADD --checksum | 1.33",
                "RUN --network=host true | RUN --network | 1.30",
                "HEALTHCHECK --start-interval=1s CMD true | HEALTHCHECK --start-interval | 1.37",
                "VOLUME /data~RUN echo > /data/x | RUN after VOLUME | 1.37",
            })
    void whatNewerVersionsKnowIsRefused(String steps, String use, String since) {
        BuildSpec spec = spec("FROM base~" + steps);
        assertThatThrownBy(() -> BuildahSyntax.check(spec, () -> Optional.of(OLD)))
                .isInstanceOf(InvalidContextException.class)
                .hasMessage(
                        "containerFile: line %d: %s requires buildah %s or newer, or BuildKit; the build worker has buildah 1.28"
                                .formatted(steps.startsWith("VOLUME") ? 3 : 2, use, since));
        ToolVersion needed = ToolVersion.in(since + ".0").orElseThrow();
        assertThatCode(() -> BuildahSyntax.check(spec, () -> Optional.of(needed)))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> BuildahSyntax.check(spec, Optional::empty))
                .hasMessageEndingWith("the build worker has buildah of an unknown version");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "COPY --chmod=u=rwX . / | COPY --chmod=u=rwX (a mode that is not octal)",
                "ADD --unpack=false a / | ADD --unpack",
                "RUN --network=none true | RUN --network=none",
                "RUN --security=insecure true | RUN --security",
                "RUN --device=d true | RUN --device",
                "SHELL [\"/bin/bash\", \"-c\"]~CMD run | CMD in shell form after SHELL",
                "SHELL [\"/bin/bash\", \"-c\"]~ENTRYPOINT run | ENTRYPOINT in shell form after SHELL",
                "LABEL a=${b#c} | LABEL with a variable of another form than ${a:-b} and ${a:+b}",
                "ENV a=${b-c} | ENV with a variable of another form than ${a:-b} and ${a:+b}",
            })
    void whatNoVersionKnowsIsRefused(String steps, String use) {
        assertThatThrownBy(() ->
                        BuildahSyntax.check(spec("FROM base~" + steps), () -> Optional.of(new ToolVersion(1, 43))))
                .isInstanceOf(InvalidContextException.class)
                .hasMessageContaining(": %s requires BuildKit; the build worker has buildah 1.43", use);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RUN echo '<<EOF' ${x#y} && cat <<< x",
                "COPY --from=a --chown=1:2 --chmod=0755 /a /b",
                "COPY --chmod=$MODE a /b",
                "RUN --mount=type=cache,id=x,target=/c true",
                "HEALTHCHECK --interval=5m --retries=2 CMD true",
                "SHELL [\"/bin/bash\", \"-c\"]\nRUN x\nCMD [\"x\"]\nFROM base\nCMD x",
                "RUN x\nVOLUME /data\nFROM base\nRUN x",
                "ENV a=${b:-c} d=${e:+f} g=\\${h#i}",
                "ONBUILD RUN --network=none true",
            })
    void whatAllVersionsKnowIsBuilt(String steps) {
        assertThatCode(() -> BuildahSyntax.check(spec("FROM base\n" + steps), () -> {
                    throw new AssertionError("the version does not matter");
                }))
                .doesNotThrowAnyException();
    }

    @Test
    void theFormatWithZstdHasNoHealthcheck() {
        BuildSpec spec = SampleSpec.of(
                "registry.test/app:1",
                "FROM base\nHEALTHCHECK CMD true",
                new BuildOutput(
                        Platform.LINUX_AMD64,
                        null,
                        new BuildCompression(BuildCompression.Mode.zstd, null, null),
                        null));
        assertThat(BuildahSyntax.usesDockerFormat(spec)).isFalse();
        assertThatThrownBy(() -> BuildahSyntax.check(spec, () -> Optional.of(OLD)))
                .hasMessageContaining("line 2: HEALTHCHECK together with buildCompression 'zstd' requires BuildKit");
    }

    private static BuildSpec spec(String containerFile) {
        return SampleSpec.of(containerFile.replace('~', '\n'));
    }
}
