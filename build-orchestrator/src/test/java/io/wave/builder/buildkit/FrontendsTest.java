package io.wave.builder.buildkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrontendsTest {

    private static final Frontends FRONTENDS =
            Frontends.of(List.of("docker/dockerfile", "registry.test:5000/team/syntax"));

    @ParameterizedTest
    @CsvSource({
        "docker/dockerfile,                   docker.io/docker/dockerfile:latest",
        "docker/dockerfile:1,                 docker.io/docker/dockerfile:1",
        "docker.io/docker/dockerfile:1.7-labs, docker.io/docker/dockerfile:1.7-labs",
        "registry.test:5000/team/syntax:2,    registry.test:5000/team/syntax:2"
    })
    void imagesOfAllowedRepositoriesAreFollowed(String syntax, String image) {
        assertThat(FRONTENDS.allowed(syntax)).hasToString("Optional[%s]".formatted(image));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "docker/dockerfile-upstream:master",
                "docker/dockerfile/more",
                "registry.test/docker/dockerfile",
                "registry.test:5000/team/syntax:2 --x",
                "",
                "docker/Dockerfile:1"
            })
    void othersAreNot(String syntax) {
        assertThat(FRONTENDS.allowed(syntax)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"docker/dockerfile:1", "registry.test:5000/team/syntax:2", "Docker/Dockerfile", ""})
    void entriesAreRepositories(String entry) {
        assertThatThrownBy(() -> Frontends.of(List.of(entry)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("wave.build.buildkit.frontends: '%s' must be a repository".formatted(entry));
    }
}
