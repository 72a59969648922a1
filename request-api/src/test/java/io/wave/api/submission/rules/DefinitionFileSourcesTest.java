package io.wave.api.submission.rules;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wave.api.web.problem.ApiException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DefinitionFileSourcesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Bootstrap: localimage~From: /etc/passwd | must not use 'Bootstrap: localimage'",
                "bootstrap: Docker-Archive~From: /etc/passwd | must not use 'Bootstrap: docker-archive'",
                "Bootstrap: {{ b }}~From: x~%arguments~b=oci | must not use 'Bootstrap: oci'",
                "Bootstrap: {{ b }}~From: x | the value of 'Bootstrap' must be known before the build",
                "Bootstrap: docker~From: {{ b }} | the value of 'From' must be known before the build",
                "Bootstrap: docker~From: dir:/x | must not use the transport 'dir:'",
                "Bootstrap: docker~From: a~Registry: b.test | must not use the header 'Registry'",
                "Bootstrap: oras~Namespace: b~From: a | must not use the header 'Namespace'",
                "From: a~registry: b.test | must not use the header 'Registry'",
                "Bootstrap: docker~From: /etc/passwd | invalid name '/etc/passwd'",
            })
    void onlyRegistryImagesAreAllowed(String file, String message) {
        assertThatThrownBy(() -> DefinitionFileSources.of("containerFile", file.replace('~', '\n')))
                .isInstanceOf(ApiException.class)
                .hasMessageStartingWith("containerFile, line 1: " + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "From: a | has no header 'Bootstrap': begin a Singularity definition with",
                "%post~ true | has no header 'Bootstrap'",
                "FROM a~RUN ls | has no header 'Bootstrap'",
                "Bootstrap: docker~%post~ true | has no header 'From': add the name",
                "Bootstrap: Library~From: | has no header 'From'",
            })
    void fileWithoutBaseIsRejected(String file, String message) {
        assertThatThrownBy(() -> DefinitionFileSources.of("containerFile", file.replace('~', '\n')))
                .isInstanceOf(ApiException.class)
                .hasMessageStartingWith("containerFile: " + message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bootstrap: docker~From: a:1",
                "Bootstrap: library~From: lolcow~Library: https://library.test",
                "Bootstrap: scratch",
                "From: a~Bootstrap: docker",
                "Bootstrap: {{ b }}~From: a~%arguments~b=docker",
                "Bootstrap: busybox~MirrorURL: https://busybox.test",
            })
    void otherFilesAreAccepted(String file) {
        assertThatCode(() -> DefinitionFileSources.of("containerFile", file.replace('~', '\n')))
                .doesNotThrowAnyException();
    }
}
