package io.wave.builder.condalock;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LockSectionTest {

    private static final String OUTPUT = """
            [1/2] STEP 4/4: RUN micromamba install && echo '>> CONDA_LOCK_START' && cat x && echo '<< CONDA_LOCK_END'
            installing
            >> CONDA_LOCK_START
            # platform: linux-64
            @EXPLICIT
            https://conda.example.com/bwa.conda#[1/2] 0a
            << CONDA_LOCK_END
            [2/2] COMMIT
            """;

    private static final String LOG = """
            [1/2] STEP 4/4: RUN micromamba install && echo '>> CONDA_LOCK_START' && cat x && echo '<< CONDA_LOCK_END'
            installing
            [2/2] COMMIT
            """;

    private static final String LOCK = """
            # platform: linux-64
            @EXPLICIT
            https://conda.example.com/bwa.conda#[1/2] 0a
            """;

    private final LockSection section = new LockSection();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 100, 10_000})
    void theLockFileIsExtractedFromChunkedOutput(int piece) {
        assertThat(filtered(OUTPUT, piece)).isEqualTo(LOG);
        assertThat(section.lockFile()).hasValue(LOCK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[2/3] ", "#12 3.456 ", "#5 0 ", "[linux/amd64] "})
    void prefixesOfLinesAreRemoved(String prefix) {
        String output = prefix + OUTPUT.stripTrailing().replace("\n", "\n" + prefix);
        assertThat(filtered(output, 64)).doesNotContain("EXPLICIT");
        assertThat(section.lockFile()).hasValue(LOCK);
    }

    @Test
    void secretsOfUrlsAreMaskedInTheLogOnly() {
        String url = "https://user:s3cretpw@conda.example.com/bwa.conda?token=TOPSECRET\n";
        assertThat(filtered("STEP 2/2: ADD " + url + ">> CONDA_LOCK_START\n" + url + "<< CONDA_LOCK_END\n", 7))
                .isEqualTo("STEP 2/2: ADD https://***@conda.example.com/bwa.conda?token=***\n");
        assertThat(section.lockFile()).hasValue(url);
    }

    @Test
    void echoedCommandOfACachedStepIsNotASection() {
        String output = OUTPUT.lines().findFirst().orElseThrow() + "\n--> Using cache 0a\n";
        assertThat(filtered(output, 64)).isEqualTo(output);
        assertThat(section.lockFile()).isEmpty();
    }

    @Test
    void unterminatedSectionStaysInTheLog() {
        String output = ">> CONDA_LOCK_START\nError: no such file\n";
        assertThat(filtered(output, 64)).isEqualTo(output);
        assertThat(section.lockFile()).isEmpty();
        assertThat(filtered("<< CONDA_LOCK_END\nlast", 64)).isEqualTo("<< CONDA_LOCK_END\nlast");
        assertThat(section.lockFile()).isEmpty();
    }

    @Test
    void lastOfSeveralSectionsIsUsed() {
        String output = ">> CONDA_LOCK_START\na\n>> CONDA_LOCK_START\nb\n<< CONDA_LOCK_END\n";
        assertThat(filtered(output, 64)).isEqualTo(">> CONDA_LOCK_START\na\n");
        assertThat(section.lockFile()).hasValue("b\n");
        assertThat(filtered(OUTPUT, 64)).isEqualTo(LOG);
        assertThat(section.lockFile()).hasValue(LOCK);
    }

    @Test
    void tooLongSectionStaysInTheLog() {
        String output = ">> CONDA_LOCK_START\n" + "x\n".repeat(2_000_000) + "<< CONDA_LOCK_END\n";
        assertThat(filtered(output, 16 * 1024)).isEqualTo(output);
        assertThat(section.lockFile()).isEmpty();
    }

    @Test
    void longLinesAndInvalidCharactersAreKept() {
        String output = "é".repeat(100_000) + "\n";
        assertThat(filtered(output, 16 * 1024)).isEqualTo(output);
    }

    /** Each of these lines took 14 s when blanks at the end of a line were looked for by trying them all. */
    @ParameterizedTest
    @ValueSource(strings = {" ", "[", "#1 1", "[a] ", "\t", "#1 1.1"})
    @Timeout(60)
    void longLinesAreKept(String part) {
        String line = part.repeat(60_000 / part.length()) + "x\n";
        String output = line.repeat(64);
        assertThat(filtered(output, 16 * 1024)).isEqualTo(output);
    }

    private String filtered(String output, int piece) {
        byte[] bytes = output.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        for (int from = 0; from < bytes.length; from += piece) {
            byte[] next = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + piece));
            log.writeBytes(section.keep(next, next.length));
        }
        log.writeBytes(section.rest());
        return log.toString(StandardCharsets.UTF_8);
    }
}
