package io.wave.builder.buildkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.builder.condalock.LockSection;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ProgressLogTest {

    private final ProgressLog progress = new ProgressLog(JsonMapper.builder().build());

    @Test
    void stepIsLoggedWithNameOutputAndEnd() {
        assertThat(read(
                        started("a", "[internal] load build definition"),
                        started("b", "[2/2] RUN make"),
                        output("b", "one\ntwo\n"),
                        completed("b", "[2/2] RUN make", "")))
                .isEqualTo("""
                        [2/2] RUN make
                        one
                        two
                        DONE 1.5 s
                        """);
    }

    @Test
    void cachedStepIsMarked() {
        String cached = """
                {"vertexes":[{"digest":"b","name":"[2/2] COPY a b","started":"2026-01-01T00:00:00Z","completed":"2026-01-01T00:00:00Z","cached":true}]}
                """;
        assertThat(read(cached)).isEqualTo("[2/2] COPY a b\nCACHED\n");
    }

    @Test
    void linesOfStepsThatRunAtOneTimeStayWhole() {
        assertThat(read(
                        started("a", "[a 1/1] RUN a"),
                        started("b", "[b 1/1] RUN b"),
                        output("a", "half "),
                        output("b", "of b\n"),
                        output("a", "of a\n")))
                .isEqualTo("""
                        [a 1/1] RUN a
                        [b 1/1] RUN b
                        of b
                        [a 1/1] RUN a (continued)
                        half of a
                        """);
    }

    @Test
    void splitCharacterIsJoined() {
        byte[] text = "größe\n".getBytes(StandardCharsets.UTF_8);
        String first = Base64.getEncoder().encodeToString(Arrays.copyOf(text, 3));
        String second = Base64.getEncoder().encodeToString(Arrays.copyOfRange(text, 3, text.length));
        assertThat(read(started("a", "[1/1] RUN a"), data("a", first), data("a", second)))
                .isEqualTo("[1/1] RUN a\ngröße\n");
    }

    @Test
    void failedStepHasLastLines() {
        StringBuilder lines = new StringBuilder();
        for (int i = 1; i <= 30; i++) {
            lines.append("line ").append(i).append('\n');
        }
        String log = read(
                started("a", "[1/1] RUN a"),
                output("a", lines.toString()),
                completed(
                        "a", "[1/1] RUN a", "process \\\"/bin/sh -c a\\\" did not complete successfully: exit code: 3"),
                "error: failed to solve: exit code: 3\n");
        assertThat(log).contains("ERROR: [1/1] RUN a: process \"/bin/sh -c a\"");
        assertThat(progress.failed()).hasValueSatisfying(step -> {
            assertThat(step.lastLines()).hasSize(10).last().isEqualTo("line 30");
            assertThat(step.error())
                    .hasValueSatisfying(error -> assertThat(error).endsWith("exit code: 3"));
        });
        assertThat(progress.errors()).containsExactly("error: failed to solve: exit code: 3");
    }

    @Test
    void stepCancelledByFailureOfAnotherIsNotCause() {
        read(
                started("a", "[a 1/1] RUN a"),
                started("b", "[b 1/1] RUN b"),
                completed("a", "[a 1/1] RUN a", "context canceled"),
                completed("b", "[b 1/1] RUN b", "exit code: 1"));
        assertThat(progress.failed()).map(BuildStep::name).contains("[b 1/1] RUN b");
    }

    @Test
    void lockFileIsExtractedFromOutputOfStep() {
        String log = read(
                started("a", "[1/1] RUN a"),
                output("a", "before\n>> CONDA_LOCK_START\nhttps://one\n"),
                started("b", "[b 1/1] RUN b"),
                output("b", "between\n"),
                output("a", "https://two\n<< CONDA_LOCK_END\nafter\n"));
        assertThat(log).contains("before", "between", "after").doesNotContain("https://");
        assertThat(progress.lockFile().flatMap(LockSection::lockFile)).contains("https://one\nhttps://two\n");
    }

    @Test
    void otherOutputIsUnchanged() {
        assertThat(read("error: dial unix: connection refused\n", "{not json\n"))
                .isEqualTo("error: dial unix: connection refused\n{not json\n");
        assertThat(progress.lostDaemon()).isTrue();
        progress.restart();
        assertThat(progress.lostDaemon()).isFalse();
    }

    @Test
    void anUnreachableRegistryIsNotALostDaemon() {
        String refused = "failed to do request: Head \\\"http://localhost:1/v2/a/manifests/1\\\": dial tcp 127.0.0.1:1:"
                + " connect: connection refused";
        read(
                started("a", "[internal] load metadata for localhost:1/a:1"),
                completed("a", "[internal] load metadata for localhost:1/a:1", refused),
                "error: failed to solve: connect: connection refused\n");
        assertThat(progress.failed()).isPresent();
        assertThat(progress.lostDaemon()).isFalse();
    }

    private String read(String... lines) {
        StringBuilder log = new StringBuilder();
        for (String line : lines) {
            byte[] bytes = (line.strip() + "\n").getBytes(StandardCharsets.UTF_8);
            log.append(new String(progress.keep(bytes, bytes.length), StandardCharsets.UTF_8));
        }
        return log.append(new String(progress.rest(), StandardCharsets.UTF_8)).toString();
    }

    private static String started(String digest, String name) {
        return "{\"vertexes\":[{\"digest\":\"%s\",\"name\":\"%s\",\"started\":\"2026-01-01T00:00:00Z\"}]}"
                .formatted(digest, name);
    }

    private static String completed(String digest, String name, String error) {
        return "{\"vertexes\":[{\"digest\":\"%s\",\"name\":\"%s\",\"started\":\"2026-01-01T00:00:00Z\",\"completed\":\"2026-01-01T00:00:01.5Z\",\"error\":\"%s\"}]}"
                .formatted(digest, name, error);
    }

    private static String output(String digest, String text) {
        return data(digest, Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String data(String digest, String base64) {
        return "{\"logs\":[{\"vertex\":\"%s\",\"stream\":1,\"data\":\"%s\"}]}".formatted(digest, base64);
    }
}
