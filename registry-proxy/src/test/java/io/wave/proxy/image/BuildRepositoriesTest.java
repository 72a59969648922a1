package io.wave.proxy.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BuildRepositoriesTest {

    @Test
    void repositoriesAreCompletedToFullNames() {
        assertThat(new BuildRepositories("acme/b", null, null).names()).containsExactly("docker.io/acme/b");
        assertThat(new BuildRepositories(" quay.io/acme/b ", " ", "quay.io").names())
                .containsExactly("quay.io/acme/b", "quay.io");
    }
}
