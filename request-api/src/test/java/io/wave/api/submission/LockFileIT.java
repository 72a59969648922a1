package io.wave.api.submission;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.api.ApiClient.Answer;
import io.wave.api.RequestApiIT;
import io.wave.local.fake.ScriptedAnswer;
import io.wave.local.fake.ScriptedRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Packages given by the URL of a lock file, which is downloaded when the request is made. */
@TestPropertySource(properties = {"wave.requests.content.max-lock-file=2KB", "wave.requests.content.fetch-timeout=5s"})
class LockFileIT extends RequestApiIT {

    private static final ScriptedRegistry WEB = ScriptedRegistry.start();
    private static final String LOCK = """
        # platform: linux-64
        @EXPLICIT
        https://93.184.215.14/noarch/tzdata-2024a-%s.conda
        # pip six==1.16.0
        """;

    @AfterAll
    static void stop() {
        WEB.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"conda/micromamba:v1", "conda/micromamba:v2", "conda/micromamba:v2-fast"})
    void theLockFileIsInstalledFromTheBuildContext(String template) {
        String text = LOCK.formatted(UUID.randomUUID());
        Answer answer = submit(serve("/conda.lock", text(text)), ",'buildTemplate':'%s'".formatted(template));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        JsonNode spec = spec(answer.text("buildId"));
        assertThat(spec.path("condaFile").asString()).isEqualTo(text);
        assertThat(spec.path("containerFile").asString())
                .contains("-f /tmp/conda.txt", "'six==1.16.0' > /tmp/requirements.txt")
                .doesNotContain(WEB.host());
    }

    /** The image is that of the content, not that of the URL. */
    @Test
    void anotherContentIsAnotherImage() {
        String first = LOCK.formatted(UUID.randomUUID());
        String url = serve("/moving.lock", text(first), text(first), text(LOCK.formatted("other")));
        String build = submit(url, "").text("buildId");
        assertThat(submit(url, "").text("buildId")).isEqualTo(build);
        assertThat(submit(url, "").text("buildId")).isNotEqualTo(build);
    }

    @Test
    void environmentFilesAreAccepted() {
        String url = serve("/environment.yml", text("dependencies:\n- bwa=0.7.15 # " + UUID.randomUUID() + "\n"));
        Answer answer = submit(url, "");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(spec(answer.text("buildId")).path("condaFile").asString())
                .isEqualTo("dependencies:\n- bwa=0.7.15\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "missing | could not be downloaded: the server returned status 404",
                "large | could not be downloaded: content exceeds 2048 bytes",
                "slow | could not be downloaded: download took longer than 5 s",
                "cut | could not be downloaded: the connection to the server failed",
                "binary | the content of 'http://<web>/binary' is not text in UTF-8",
                "page | the content of the URL is neither a list of package URLs (@EXPLICIT) nor a Conda environment"
                        + " file",
                "conda-lock | is a lock file of conda-lock, which is not supported",
            })
    void unusableLockFilesAreRejected(String path, String message) {
        serve("/large", text("@EXPLICIT\n" + "# comment\n".repeat(1000)));
        serve("/slow", text("@EXPLICIT\n").after(Duration.ofSeconds(60)));
        serve("/cut", text(LOCK).cutAfter(10));
        serve("/binary", ScriptedAnswer.content("application/octet-stream", new byte[] {(byte) 0xff, (byte) 0xfe}));
        serve("/page", text("<html>sign in</html>"));
        serve("/conda-lock", text("version: 1\nmetadata:\n  a: b\npackage:\n- a\n"));
        assertRejected(
                "http://%s/%s".formatted(WEB.host(), path),
                "packages.entries: " + message.replace("<web>", WEB.host()));
    }

    @Test
    void invalidLinesAreRejectedWithTheirNumber() {
        assertRejected(
                serve("/lines", text("@EXPLICIT\nfile:///etc/passwd\n")),
                "packages.entries, line 2 of the lock file: must be an http or https URL");
    }

    @Test
    void privateHostsInTheLockFileAreRejected() {
        assertRejected(
                serve("/inside", text("@EXPLICIT\nhttp://10.0.0.1/noarch/a-1-0.conda\n")), "packages.entries: host '");
    }

    /** Redirects are subject to the same rules as the URL. */
    @Test
    void redirectsToPrivateHostsAreNotFollowed() {
        assertRejected(
                serve("/redirect", ScriptedAnswer.of(302).with("Location", "http://10.0.0.1/conda.lock")),
                "packages.entries: could not be downloaded: ");
    }

    private void assertRejected(String url, String message) {
        Answer answer = submit(url, "");
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.text("message")).startsWith(message);
    }

    private Answer submit(String url, String members) {
        return client().submit("{'packages':{'type':'CONDA','entries':['%s']}%s}".formatted(url, members));
    }

    private static String serve(String path, ScriptedAnswer... answers) {
        WEB.on(path, answers);
        return "http://" + WEB.host() + path;
    }

    private static ScriptedAnswer text(String text) {
        return ScriptedAnswer.content("text/plain", text.getBytes(StandardCharsets.UTF_8));
    }

    private JsonNode spec(String buildId) {
        return JsonMapper.shared()
                .readTree(jdbc.sql("SELECT spec FROM requests.image_build WHERE id = :id")
                        .param("id", buildId)
                        .query(String.class)
                        .single());
    }
}
