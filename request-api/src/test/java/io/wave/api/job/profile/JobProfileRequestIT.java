package io.wave.api.job.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wave.api.ApiClient.Answer;
import io.wave.api.RequestApiIT;
import io.wave.api.build.SentCommands;
import io.wave.job.JobState;
import io.wave.job.Topics;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Requests with a profile, up to the command for the worker. */
@TestPropertySource(
        properties = {
            "wave.scan.enabled=true",
            "wave.requests.job-profiles.large=anyone",
            "wave.requests.job-profiles.big-mem=named",
            "wave.requests.job-profiles.gpu=operators",
            "wave.tokens.static.alice.secret={noop}" + JobProfileRequestIT.ALICE,
            "wave.tokens.static.root.secret={noop}" + JobProfileRequestIT.ROOT,
            "wave.tokens.static.root.operator=true"
        })
class JobProfileRequestIT extends RequestApiIT {

    static final String ALICE = "wave_token-of-alice-with-profiles";
    static final String ROOT = "wave_token-of-root-with-profiles";

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @Autowired
    private KafkaTemplate<String, String> kafka;

    @DynamicPropertySource
    static void target(DynamicPropertyRegistry properties) {
        properties.add("wave.registries[quay.io].endpoint", () -> "http://" + REGISTRY.host());
    }

    @Test
    void profileOfABuildReachesItsWorkerAndItsRecord() {
        String file = containerFile();
        Answer first = submit("'containerFile':'%s','jobProfile':'large'".formatted(file));
        String id = first.text("buildId");
        assertThat(profile(Topics.BUILD_COMMANDS, id)).isEqualTo("large");
        assertThat(client().get("/v1alpha1/builds/" + id).text("jobProfile")).isEqualTo("large");
        assertThat(client().get("/view/builds/" + id).body()).contains("<dt>Profile</dt><dd>large</dd>");
        // The same content is the same image, and its build is joined.
        Answer second = submit("'containerFile':'%s'".formatted(file));
        assertThat(second.text("buildId")).isEqualTo(id);
        assertThat(second.text("containerImage")).isEqualTo(first.text("containerImage"));
        assertThat(client().get("/v1alpha1/builds/" + id).text("jobProfile")).isEqualTo("large");
    }

    @Test
    void failedBuildIsStartedAnewWithAnotherProfile() {
        String file = containerFile();
        String failed = submit("'containerFile':'%s'".formatted(file)).text("buildId");
        assertThat(client().get("/v1alpha1/builds/" + failed).json().has("jobProfile"))
                .isFalse();
        assertThat(client().get("/view/builds/" + failed).body()).doesNotContain("<dt>Profile</dt>");
        kafka.send(
                        Topics.BUILD_EVENTS,
                        "key",
                        JsonMapper.builder()
                                .build()
                                .writeValueAsString(
                                        word(failed, 3, JobState.FAILED, null, "build failed: out of memory: …")))
                .join();
        await().atMost(TIMEOUT)
                .until(() -> client().get("/v1alpha1/builds/%s/status".formatted(failed))
                        .text("status")
                        .equals("COMPLETED"));
        String again = submit("'containerFile':'%s','jobProfile':'large'".formatted(file))
                .text("buildId");
        assertThat(again).isEqualTo(failed.replace("_1", "_2"));
        assertThat(profile(Topics.BUILD_COMMANDS, again)).isEqualTo("large");
    }

    @Test
    void imagesOfAnIndexHaveTheProfile() {
        String id = submit("'containerFile':'%s','containerPlatform':'linux/amd64,linux/arm64','jobProfile':'large'"
                        .formatted(containerFile()))
                .text("buildId");
        JsonNode details = client().get("/v1alpha1/builds/" + id).json();
        assertThat(details.path("jobProfile").asString("")).isEqualTo("large");
        assertThat(details.path("buildChildIds").path("refs")).hasSize(2);
        details.path("buildChildIds")
                .path("refs")
                .forEach(child -> assertThat(
                                profile(Topics.BUILD_COMMANDS, child.path("id").asString("")))
                        .isEqualTo("large"));
    }

    @Test
    void profileOfAMirrorReachesItsWorkerAndItsRecord() {
        String id = submit(
                        "'containerImage':'%s','mirror':true,'buildRepository':'quay.io/copies','jobProfile':'big-mem','towerAccessToken':'%s'"
                                .formatted(image(), ALICE))
                .text("buildId");
        assertThat(profile(Topics.MIRROR_COMMANDS, id)).isEqualTo("big-mem");
        assertThat(client().get("/v1alpha1/mirrors/" + id).text("jobProfile")).isEqualTo("big-mem");
        assertThat(client().get("/view/mirrors/" + id).body()).contains("<dt>Profile</dt><dd>big-mem</dd>");
    }

    @Test
    void profileOfAScanReachesItsWorkerAndItsRecord() {
        Answer answer = client().post(
                        "/v1alpha1/scans",
                        "{\"containerImage\":\"%s\",\"jobProfile\":\"gpu\",\"towerAccessToken\":\"%s\"}"
                                .formatted(image(), ROOT));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        String id = answer.text("scanId");
        assertThat(profile(Topics.SCAN_COMMANDS, id)).isEqualTo("gpu");
        assertThat(client().get("/v1alpha1/scans/" + id).text("jobProfile")).isEqualTo("gpu");
        assertThat(client().get("/view/scans/" + id).body()).contains("<dt>Profile</dt><dd>gpu</dd>");
    }

    @Test
    void scanThatFollowsABuildHasTheProfileOfTheRequest() {
        String id = submit("'containerFile':'%s','scanMode':'async','jobProfile':'large'".formatted(containerFile()))
                .text("scanId");
        assertThat(client().get("/v1alpha1/scans/" + id).text("jobProfile")).isEqualTo("large");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1alpha2/container, huge, '', ': use one of large'",
        "/container-token, gpu, '', ': use one of large'",
        "/v1alpha1/scans, big-mem, '', ' without an API token: send one, or use one of large'",
        "/v1alpha2/container, gpu, " + ALICE + ", ': use one of big-mem, large'",
        "/v1alpha1/scans, Large, " + ROOT + ", ': use one of big-mem, gpu, large'"
    })
    void profileThatTheCallerMayNotUseIsNamed(String path, String profile, String token, String available) {
        Answer answer = client().post(
                        path,
                        "{\"containerImage\":\"%s\",\"jobProfile\":\"%s\"%s}"
                                .formatted(
                                        image(),
                                        profile,
                                        token.isEmpty() ? "" : ",\"towerAccessToken\":\"%s\"".formatted(token)));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("message"))
                .isEqualTo("jobProfile: '%s' is not available%s".formatted(profile, available));
    }

    private Answer submit(String members) {
        Answer answer = client().submit("{%s}".formatted(members));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    /** The profile in the start command of a job. */
    private static String profile(String topic, String id) {
        JsonNode command = await().atMost(TIMEOUT)
                .until(() -> SentCommands.of(topic, id), sent -> !sent.isEmpty())
                .getFirst();
        return command.findPath("jobProfile").asString("");
    }
}
