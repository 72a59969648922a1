package io.wave.proxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.server.PathContainer;

class PublicPathsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/v1alpha2/container",
                "/v1alpha1/requests",
                "/v1alpha1/mirrors",
                "/v1alpha1/builds/bd-0_1/logs",
                "/view/inspect",
                "/api/v1/scan/sc-0_1/report",
                "/api/v1/nothing",
                "/css/.x/a.css"
            })
    void publicPathIsForwarded(String path) {
        assertThat(PublicPaths.isPublic(PathContainer.parsePath(path))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/internal/x", "/css/../internal", "/css/./a", "/css/..", "/css//a", "/css/%2e", "/css/a;b"})
    void otherPathIsNotForwarded(String path) {
        assertThat(PublicPaths.isPublic(PathContainer.parsePath(path))).isFalse();
    }

    @Test
    void tooLongPathIsNotForwarded() {
        assertThat(PublicPaths.isPublic(PathContainer.parsePath("/a".repeat(100_000))))
                .isFalse();
        assertThat(PublicPaths.isPublic(PathContainer.parsePath("/css" + "/a".repeat(100_000))))
                .isFalse();
        assertThat(PublicPaths.isPublic(PathContainer.parsePath("/css/" + "a".repeat(1_000_000))))
                .isFalse();
    }
}
