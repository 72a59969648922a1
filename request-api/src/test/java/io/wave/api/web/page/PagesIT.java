package io.wave.api.web.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wave.api.ApiClient.Answer;
import io.wave.api.RequestApiIT;
import io.wave.container.ContainerId;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import io.wave.job.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.kafka.core.KafkaOperations;
import tools.jackson.databind.json.JsonMapper;

/** The HTML of the pages. */
class PagesIT extends RequestApiIT {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern ASSET = Pattern.compile("(?:src|href)=\"(/(?:assets|webjars)/[^\"]+)\"");

    @Autowired
    private KafkaOperations<String, String> kafka;

    @Test
    void requestPageUsesRequesterOffset() {
        Answer request = client().submit("""
                {'containerImage':'%s','timestamp':'2026-03-01T23:30:00+02:00',
                 'containerConfig':{'env':['GREETING=<hello>'],'workingDir':'/data'}}""".formatted(image()));
        Answer page = client().get("/view/containers/" + request.text("requestId"));
        assertThat(page.status()).as(page.body()).isEqualTo(200);
        assertThat(page.header("Content-Type")).isEqualTo("text/html;charset=UTF-8");
        assertThat(page.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(page.body())
                .contains("2026-03-01 23:30 (GMT+2)", "GREETING=&lt;hello&gt;", "/data", request.text("targetImage"))
                .doesNotContain("127.0.0.1");
    }

    @Test
    void unknownRequestIsNotFound() {
        for (String id : new String[] {"0123456789ab", "nonsense"}) {
            Answer page = client().get("/view/containers/" + id);
            assertThat(page.status()).isEqualTo(404);
            assertThat(page.body()).contains(id, "not found");
        }
    }

    @Test
    void containerWithOneBuildRedirects() {
        String buildId = submit(containerFile());
        Answer one = client().get("/view/builds/" + buildId.substring(0, 19));
        assertThat(one.status()).isEqualTo(307);
        assertThat(one.header("Location")).isEqualTo("/view/builds/" + buildId);
        assertThat(client().get("/view/builds/" + buildId.substring(3, 19)).status())
                .isEqualTo(307);
    }

    @Test
    void containerWithSeveralBuildsListsThem() {
        String file = containerFile();
        String first = submit(file);
        happens(word(first, 5, JobState.FAILED, null, "out of luck"));
        awaitEnd(first);
        String second = submit(file);
        Answer list = client().get("/view/builds/" + first.substring(0, 19));
        assertThat(list.status()).isEqualTo(200);
        assertThat(list.body()).containsSubsequence(second, "IN PROGRESS", first, "FAILED", "1:01");
        assertThat(client().get("/view/builds/" + first).body()).contains("out of luck", "2026-03-01 10:00 (GMT)");
    }

    @Test
    void multiPlatformPagesLinkToEachOther() {
        String file = containerFile();
        Answer request = client().submit("{'containerFile':'%s','containerPlatform':'amd64,arm64'}".formatted(file));
        String index = request.text("buildId");
        List<String> parts = client().get("/v1alpha1/builds/" + index)
                .json()
                .path("buildChildIds")
                .path("refs")
                .valueStream()
                .map(part -> part.path("id").asString())
                .toList();
        assertThat(client().get("/view/builds/" + index).body())
                .containsSubsequence("linux/amd64", link(parts.getFirst()), "linux/arm64", link(parts.getLast()))
                .doesNotContain("Part of");
        happens(word(parts.getLast(), 4, JobState.FAILED, null, "out of luck"));
        awaitEnd(index);
        for (String part : parts) {
            assertThat(client().get("/view/builds/" + part).body())
                    .contains("Part of", link(index))
                    .doesNotContain("Platform images");
        }

        String again = client().submit("{'containerFile':'%s','containerPlatform':'amd64,arm64'}".formatted(file))
                .text("buildId");
        assertThat(client().get("/view/builds/" + parts.getFirst()).body())
                .containsSubsequence("Part of", link(again), link(index));
        assertThat(client().get("/view/builds/" + parts.getLast()).body()).doesNotContain(link(again));
        assertThat(client().get("/view/builds/" + submit(containerFile())).body())
                .doesNotContain("Part of", "Platform images");
    }

    @Test
    void imageOfOtherInstallationHasNoLink() {
        String file = containerFile();
        push(
                "wave/build",
                ContainerId.of(text(file), null, "linux/arm64", "docker.io/wave/build", null, null)
                        .hex());
        String index = client().submit("{'containerFile':'%s','containerPlatform':'amd64,arm64'}".formatted(file))
                .text("buildId");
        assertThat(client().get("/view/builds/" + index).body())
                .containsSubsequence("Platform images", "linux/amd64", "href=\"/view/builds/bd-", "linux/arm64")
                .containsOnlyOnce("href=\"/view/builds/bd-");
    }

    @ParameterizedTest
    @CsvSource({
        "bd-0123456789abcdef-2, /view/builds/bd-0123456789abcdef_2",
        "0123456789abcdef-12, /view/builds/0123456789abcdef_12",
        "nothing-like-an-id-1, /view/builds/nothing-like-an-id_1"
    })
    void dashInIdIsCorrected(String id, String location) {
        Answer repaired = client().get("/view/builds/" + id);
        assertThat(repaired.status()).isEqualTo(301);
        assertThat(repaired.header("Location")).isEqualTo(location);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bd-0123456789abcdef",
                "1234567890123456",
                "bd-0123456789abcdef_9",
                "bd-0123456789abcdef_99999999999999999999",
                "nonsense",
                "%3Cscript%3E"
            })
    void unknownBuildHasAPage(String id) {
        Answer page = client().get("/view/builds/" + id);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).contains("Build &#39;", "not found").doesNotContain("<script>");
    }

    @Test
    void progressReturnsNewLog() {
        String buildId = submit(containerFile());
        assertThat(client().get("/view/builds/" + buildId + "/progress?seen=0").body())
                .contains("hx-get=\"/view/builds/" + buildId + "/progress?seen=0\"", "hx-swap-oob=\"beforeend:#log\"");
        assertThat(client().get("/view/builds/" + buildId + "/progress?seen=x").status())
                .isEqualTo(400);
        assertThat(client().get("/view/builds/bd-0123456789abcdef_9/progress").status())
                .isEqualTo(404);
    }

    @Test
    void pagesOfDisabledScansSaySo() {
        Answer page = client().get("/view/scans/sc-0123456789abcdef_1");
        assertThat(page.status()).isEqualTo(501);
        assertThat(page.body()).contains("scans are disabled");
    }

    @Test
    void unknownMirrorIsAPage() {
        Answer page = client().get("/view/mirrors/mr-0123456789ab");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).contains("Mirror &#39;mr-0123456789ab&#39; not found");
        assertThat(client().get("/view/mirrors/mr-0123456789ab/progress").status())
                .isEqualTo(404);
    }

    @Test
    void assetsAreCached() {
        String page = client().get("/view/builds/nonsense").body();
        assertThat(page).doesNotContain("https://", "style=", "onclick");
        assertThat(page).containsPattern("/assets/site-[0-9a-f]{32}\\.css");
        page.lines()
                .flatMap(line -> ASSET.matcher(line).results())
                .map(match -> match.group(1))
                .forEach(path -> {
                    Answer asset = client().get(path);
                    assertThat(asset.status()).as(path).isEqualTo(200);
                    assertThat(asset.header("Cache-Control")).contains("immutable");
                });
        assertThat(client().get("/assets/../request-api.yml").status()).isNotEqualTo(200);
    }

    @Test
    void crawlersAreDisallowed() {
        assertThat(client().get("/robots.txt").body()).isEqualTo("User-agent: *\nDisallow: /\n");
        assertThat(client().get("/favicon.ico").status()).isEqualTo(200);
    }

    private String submit(String containerFile) {
        Answer answer = client().submit("{'containerFile':'%s'}".formatted(containerFile));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.text("buildId");
    }

    private void awaitEnd(String buildId) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> client().get("/v1alpha1/builds/" + buildId + "/status")
                        .body()
                        .contains("COMPLETED"));
    }

    private static String link(String buildId) {
        return "href=\"/view/builds/%s\"".formatted(buildId);
    }

    private static String text(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    private void happens(JobRecord job) {
        kafka.send(Topics.BUILD_EVENTS, "key", JSON.writeValueAsString(job)).join();
    }
}
