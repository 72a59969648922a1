package io.wave.api.submission.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wave.api.web.problem.ApiException;
import io.wave.image.ImageReference;
import io.wave.image.Platform;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DockerfileSourcesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FROM docker-archive:/etc/passwd => containerFile, line 1 (FROM): must not use the transport 'docker-archive:'",
                "from DIR:/x => containerFile, line 1 (FROM): must not use the transport 'dir:'",
                "FROM \\~ 'oci':/x => containerFile, line 1 (FROM): must not use the transport 'oci:'",
                "ARG A=docker-arch~FROM ${A}ive:/x => containerFile, line 2 (FROM): must not use the transport",
                "FROM containers-storage:[overlay@/x+/y]z => containerFile, line 1 (FROM): must not use the transport",
                "FROM a~COPY --from=oci-archive:/x /y /z => containerFile, line 2 (COPY --from): must not use the transport",
                "FROM a~RUN --mount=type=bind,from=sif:/x,target=/y z => containerFile, line 2 (RUN --mount=from): must not",
                "FROM a~ARG F=dir:/x~COPY --from=$F /y /z => containerFile, line 3 (COPY --from): must not use the transport",
                "FROM a~ONBUILD COPY --from=dir:/x /y /z => containerFile, line 2 (COPY --from): must not use the transport",
                "FROM a~RUN <<X~FROM dir:/x~X => containerFile, line 3 (FROM): must not use the transport",
                "FROM a~COPY --from=$F /y /z => containerFile, line 2 (COPY --from): the image must be known before",
                "FROM a~RUN --mount=from=$F,target=/x z => containerFile, line 2 (RUN --mount=from): the image must",
                "FROM ${A^} => containerFile, line 1 (FROM): the image must be known before the build",
                "FROM $A => containerFile, line 1 (FROM): has no image: its variables have no value",
                "FROM http://x => containerFile, line 1 (FROM): invalid name 'http://x'",
                "FROM localhost:65536/a => containerFile, line 1 (FROM): invalid name 'localhost:65536/a': the port of",
                "FROM a~COPY --from=localhost:0/a /y /z => containerFile, line 2 (COPY --from): invalid name 'localhost:0/a'",
                "FROM /etc/passwd => containerFile, line 1 (FROM): invalid name '/etc/passwd'",
            })
    void onlyRegistryImagesAreAllowed(String row) {
        String[] cells = row.split(" => ");
        assertThatThrownBy(() -> read(cells[0]))
                .isInstanceOf(ApiException.class)
                .hasMessageStartingWith(cells[1]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RUN ls", "ARG A=b~RUN ls", "# FROM a~RUN ls", "RUN <<X~FROM a~X", "RUN ls \\~FROM a", "~"})
    void fileWithoutFromIsRejected(String file) {
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(ApiException.class)
                .hasMessage("containerFile: has no FROM instruction: begin with 'FROM <image>'");
    }

    @Test
    void definitionFileIsRecognised() {
        assertThatThrownBy(() -> read("Bootstrap: docker~From: a~"))
                .isInstanceOf(ApiException.class)
                .hasMessageStartingWith("containerFile: is a Singularity definition: add the format 'sif'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "# escape=`~# a comment~ARG A=a~from $A",
                "# syntax=docker/dockerfile:1~ARG A~~FROM \\~# comment~a AS b~RUN ls",
                "\uFEFFFROM a",
                "ARG A=\\~b~FROM a",
                "FROM scratch",
            })
    void otherInstructionsMayPrecedeFrom(String file) {
        assertThatCode(() -> read(file)).doesNotThrowAnyException();
    }

    @Test
    void imagesOfAllPlatformsAreFound() {
        assertThat(read("FROM h.example.com/x:$TARGETARCH").images())
                .extracting(ImageReference::toString)
                .contains("h.example.com/x:amd64", "h.example.com/x:arm64");
    }

    @Test
    void hereDocumentsAreNotParsed() {
        assertThat(read("FROM a\nRUN python <<X\nfrom Bio.Seq import Seq\nFROM Users\nFROM ${T^}\nX\n")
                        .images())
                .extracting(ImageReference::toString)
                .containsOnly("docker.io/library/a:latest");
    }

    private static DockerfileSources read(String file) {
        return DockerfileSources.of(
                "containerFile", file.replace('~', '\n'), List.of(Platform.LINUX_AMD64, Platform.parse("linux/arm64")));
    }
}
