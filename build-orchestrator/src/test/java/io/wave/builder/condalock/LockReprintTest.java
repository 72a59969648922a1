package io.wave.builder.condalock;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LockReprintTest {

    private static final String BUILD = """
            FROM registry.test/mamba AS build
            COPY conda.yml /tmp/conda.yml
            RUN mamba install -f /tmp/conda.yml \\
                && echo '>> CONDA_LOCK_START' \\
                && cat /tmp/environment.lock \\
                && echo '<< CONDA_LOCK_END' \\
                && mamba clean
            """;

    @Test
    void printsTheFileOfTheStepAgain() {
        assertThat(LockReprint.of(BUILD + "\n# the image\nFROM scratch\nCOPY --from=build /a /a\n", "once"))
                .hasValue(BUILD + """

                        # the image
                        RUN : once && echo '>> CONDA_LOCK_START' && cat /tmp/environment.lock && echo '<< CONDA_LOCK_END'
                        """);
    }

    @Test
    void theStepMayBeTheLast() {
        assertThat(LockReprint.of(BUILD, "once").orElseThrow())
                .startsWith(BUILD)
                .endsWith("<< CONDA_LOCK_END'\n");
    }

    @Test
    void otherFilesPrintNone() {
        assertThat(LockReprint.of("FROM scratch\n", "once")).isEmpty();
        assertThat(LockReprint.of("FROM scratch\nLABEL a='>> CONDA_LOCK_START'\n", "once"))
                .isEmpty();
        assertThat(LockReprint.of(BUILD.replace("/tmp/environment.lock", "\"$(id)\""), "once"))
                .isEmpty();
    }
}
