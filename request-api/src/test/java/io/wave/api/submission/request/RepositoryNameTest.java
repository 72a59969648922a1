package io.wave.api.submission.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryNameTest {

    @ParameterizedTest
    @CsvSource({
        "wave/build,docker.io/wave/build",
        "build,docker.io/library/build",
        "localhost:5000/wave/build,localhost:5000/wave/build",
        "quay.io/org/team/build,quay.io/org/team/build"
    })
    void parsesTypedName(String text, String canonical) {
        assertThat(RepositoryName.parse("buildRepository", text)).isEqualTo(new RepositoryName(text, canonical));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://quay.io/x",
                "quay.io",
                "localhost:5000",
                "localhost",
                "quay.io/x:1",
                "x:latest",
                "quay.io/x@sha256:aa",
                "a b",
                "A/B",
                "quay.io/",
                "quay.io//x",
                "../x",
                "x/"
            })
    void rejectsInvalidNames(String text) {
        assertThatThrownBy(() -> RepositoryName.parse("buildRepository", text))
                .hasMessageStartingWith("buildRepository: ");
    }

    @Test
    void isWithinComparesWholeComponents() {
        RepositoryName ours = RepositoryName.parse("x", "quay.io/wave");
        assertThat(RepositoryName.parse("x", "quay.io/wave/build").isWithin(ours))
                .isTrue();
        assertThat(RepositoryName.parse("x", "quay.io/wavelet").isWithin(ours)).isFalse();
    }
}
