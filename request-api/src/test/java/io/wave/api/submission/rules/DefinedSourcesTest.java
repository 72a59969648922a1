package io.wave.api.submission.rules;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wave.api.web.problem.ApiException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DefinedSourcesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Bootstrap: localimage~From: /etc/passwd | must not have 'Bootstrap: localimage'",
                "bootstrap: Docker-Archive~From: /etc/passwd | must not have 'Bootstrap: docker-archive'",
                "Bootstrap: {{ b }}~From: x~%arguments~b=oci | must not have 'Bootstrap: oci'",
                "Bootstrap: {{ b }}~From: x | must have a value of 'Bootstrap' that is known before the build",
                "Bootstrap: docker~From: {{ b }} | must have a value of 'From' that is known before the build",
                "Bootstrap: docker~From: dir:/x | must not use the transport 'dir:'",
                "Bootstrap: docker~From: /etc/passwd | is not an image name: '/etc/passwd'",
            })
    void onlyImagesOfRegistriesMayBeNamed(String file, String message) {
        assertThatThrownBy(() -> DefinedSources.of("containerFile", file.replace('~', '\n')))
                .isInstanceOf(ApiException.class)
                .hasMessageStartingWith("containerFile, line 1, " + message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bootstrap: docker~From: a:1",
                "Bootstrap: library~From: lolcow",
                "Bootstrap: scratch",
                "From: a",
                "%post~ true",
            })
    void othersAreTaken(String file) {
        assertThatCode(() -> DefinedSources.of("containerFile", file.replace('~', '\n')))
                .doesNotThrowAnyException();
    }
}
