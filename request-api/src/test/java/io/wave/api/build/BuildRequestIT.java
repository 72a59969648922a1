package io.wave.api.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wave.api.ApiClient.Answer;
import io.wave.api.RequestApiIT;
import io.wave.build.BuildId;
import io.wave.image.Digest;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import io.wave.job.Topics;
import io.wave.messaging.projection.JobRecords;
import io.wave.store.LogPartNames;
import io.wave.store.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.kafka.core.KafkaTemplate;
import tools.jackson.databind.json.JsonMapper;

class BuildRequestIT extends RequestApiIT {

    @Autowired
    private BuildService builds;

    @Autowired
    private KafkaTemplate<String, String> kafka;

    @Autowired
    private JobRecords records;

    @Autowired
    private ObjectStore objects;

    @Test
    void dryRunComputesKnownIds() {
        assertDryRun("linux/amd64", "7efaa2ed59c58a16");
        assertDryRun("linux/arm64", "be9ee6ac1eeff4b5");
    }

    private void assertDryRun(String platform, String id) {
        long before = count("container_request");
        Answer answer = client().submit(
                        "{'containerFile':'RlJPTSBmb28=','containerPlatform':'%s','dryRun':true}".formatted(platform));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.text("buildId")).isEqualTo(id + "_0");
        assertThat(answer.text("containerImage")).isEqualTo("wave/build:" + id);
        assertThat(answer.body()).contains("\"cached\":false", "\"succeeded\":true");
        assertThat(count("container_request")).isEqualTo(before);
    }

    @Test
    void equalRequestsShareBuildUntilItFails() {
        String file = containerFile();
        Answer first = submit(file);
        String buildId = first.text("buildId");
        assertThat(buildId).matches("bd-[0-9a-f]{16}_1");
        assertThat(first.body()).contains("\"cached\":false").doesNotContain("succeeded");
        assertThat(submit(file).text("buildId")).isEqualTo(buildId);
        assertStatus(first, "\"status\":\"BUILDING\"");

        happens(word(buildId, 2, JobState.RUNNING, null, null));
        happens(word(buildId, 3, JobState.FAILED, null, "build failed: exit code 1: no such file"));
        awaitStatus(first, "\"status\":\"DONE\"");
        assertStatus(
                first,
                "\"succeeded\":false",
                "\"reason\":\"build failed: exit code 1: no such file\"",
                "\"detailsUri\":\"http://localhost:9090/view/builds/" + buildId,
                "\"duration\":61.500000000");

        assertThat(client().get("/v1alpha1/builds/" + buildId).body())
                .contains("\"exitStatus\":1", "\"failure\":\"build failed: exit code 1: no such file\"");

        String again = submit(file).text("buildId");
        assertThat(again).isEqualTo(buildId.replace("_1", "_2"));
        happens(word(buildId, 9, JobState.SUCCEEDED, DIGEST, null));
        assertStatus(first, "\"succeeded\":false");
        assertThat(client().get("/view/builds/" + buildId.substring(0, 19)).body())
                .contains(buildId, again);
    }

    @Test
    void cachedImageHasBuildId() {
        String file = containerFile();
        Answer first = submit(file);
        String buildId = first.text("buildId");
        push("wave/build", buildId.substring(3, 19));
        happens(word(buildId, 4, JobState.SUCCEEDED, DIGEST, null));
        awaitStatus(first, "\"succeeded\":true");
        Answer second = submit(file);
        assertThat(second.text("buildId")).isEqualTo(buildId);
        assertThat(second.body()).contains("\"cached\":true", "\"succeeded\":true");
        assertStatus(second, "\"status\":\"DONE\"", "\"succeeded\":true");
        assertThat(client().get("/v1alpha1/builds/" + buildId + "/status").body())
                .contains("\"status\":\"COMPLETED\"", "\"succeeded\":true", "\"duration\":61.500000000");
        assertThat(client().get("/v1alpha1/builds/" + buildId).body())
                .contains("\"exitStatus\":0", "\"digest\":\"" + DIGEST, "\"format\":\"DOCKER\"")
                .doesNotContain("requestIp", "userName", "failure");
    }

    @Test
    void creationTimeIsTheSameInEveryResponse() {
        Answer request = submit(containerFile());
        String buildId = request.text("buildId");
        String asked = client().get("/v1alpha2/container/%s/status".formatted(request.text("requestId")))
                .text("creationTime");
        String old =
                client().get("/v1alpha1/builds/%s/status".formatted(buildId)).text("startTime");
        assertThat(asked).isNotEmpty().isEqualTo(old);
        JobRecord known = builds.find(BuildId.parse(buildId)).orElseThrow().job();
        Instant began = known.submittedAt().plusSeconds(20);
        builds.apply(new JobRecord(
                known.kind(),
                known.id(),
                known.target(),
                known.generation(),
                known.sequence() + 1,
                JobState.FAILED,
                null,
                "broken",
                1,
                known.submittedAt(),
                began,
                began.plusSeconds(5),
                known.deadline(),
                null,
                null));
        assertStatus(request, "\"creationTime\":\"" + asked, "\"duration\":5.0");
        assertThat(client().get("/v1alpha1/builds/%s/status".formatted(buildId)).body())
                .contains("\"startTime\":\"" + asked, "\"duration\":5.0");
    }

    @Test
    void freezeUsesTypedRepository() {
        Answer answer = client().submit(
                        "{'containerFile':'%s','freeze':true,'buildRepository':'mine/app'}".formatted(containerFile()));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.text("targetImage"))
                .matches("mine/app:[0-9a-f]{16}")
                .isEqualTo(answer.text("containerImage"));
        assertThat(answer.body()).contains("\"freeze\":true").doesNotContain("containerToken", "expiration");
    }

    @Test
    void newerStatusInRedisIsUsedBeforeItsEvent() {
        String file = containerFile();
        Answer first = submit(file);
        String buildId = first.text("buildId");
        records.write(word(buildId, 3, JobState.FAILED, null, "told by Redis"));
        assertStatus(first, "told by Redis");
        assertThat(submit(file).text("buildId")).endsWith("_2");
    }

    @Test
    void successAfterLookupIsCached() {
        String file = containerFile();
        String buildId = submit(file).text("buildId");
        records.write(word(buildId, 3, JobState.SUCCEEDED, DIGEST, null));
        Answer second = submit(file);
        assertThat(second.text("buildId")).isEqualTo(buildId);
        assertThat(second.body()).contains("\"cached\":true");
    }

    @Test
    void buildOfAnExistingImageIsKnownBeforeItsEvent() {
        String file = containerFile();
        String buildId = submit(file).text("buildId");
        push("wave/build", buildId.substring(3, 19));
        assertThat(submit(file).json().has("buildId")).isFalse();
        records.write(word(buildId, 3, JobState.SUCCEEDED, DIGEST, null));
        Answer second = submit(file);
        assertThat(second.text("buildId")).isEqualTo(buildId);
        assertThat(second.body()).contains("\"cached\":true", "\"succeeded\":true");
    }

    @Test
    void outdatedAndRepeatedStatesAreIgnored() {
        Answer request = submit(containerFile());
        String buildId = request.text("buildId");
        happens(word(buildId, 5, JobState.SUCCEEDED, DIGEST, null));
        awaitStatus(request, "\"succeeded\":true");
        happens(word(buildId, 3, JobState.RUNNING, null, null));
        happens(word(buildId, 5, JobState.SUCCEEDED, Digest.of(new byte[1]), null));
        Answer marker = submit(containerFile());
        happens(word(marker.text("buildId"), 1, JobState.FAILED, null, "marker"));
        awaitStatus(marker, "marker");
        assertThat(client().get("/v1alpha1/builds/" + buildId).body()).contains(DIGEST.toString());
    }

    @Test
    void growingLogIsReadable() {
        String buildId = submit(containerFile()).text("buildId");
        Answer none = client().get("/v1alpha1/builds/" + buildId + "/logs");
        assertThat(none.status()).isEqualTo(200);
        assertThat(none.body()).isEmpty();
        objects.put(LogPartNames.name(buildId, 1, 0), "one\n".getBytes(StandardCharsets.UTF_8));
        objects.put(LogPartNames.name(buildId, 1, 1), "two\n".getBytes(StandardCharsets.UTF_8));
        Answer growing = client().get("/v1alpha1/builds/" + buildId + "/logs");
        assertThat(growing.body()).isEqualTo("one\ntwo\n");
        assertThat(growing.header("Content-Type")).startsWith("text/plain");
        assertThat(growing.header("Content-Disposition")).isEqualTo("attachment; filename=\"" + buildId + ".log\"");
        assertThat(client().get("/view/builds/" + buildId).body()).contains("one\ntwo", "IN PROGRESS");
    }

    @Test
    void commandIsSentAgainWithoutAnswer() {
        String buildId = submit(containerFile()).text("buildId");
        await().atMost(Duration.ofSeconds(30)).until(() -> commandedAgain(buildId));
    }

    private boolean commandedAgain(String buildId) {
        return jdbc.sql("SELECT commanded_at > submitted_at FROM requests.image_build WHERE id = ?")
                .param(buildId)
                .query(Boolean.class)
                .single();
    }

    @Test
    void unknownBuildsAreNotFound() {
        for (String path : new String[] {"", "/status", "/logs"}) {
            Answer answer = client().get("/v1alpha1/builds/bd-0000000000000000_1" + path);
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.text("message")).contains("bd-0000000000000000_1");
        }
        assertThat(client().get("/view/builds/bd-0000000000000000-1").status()).isEqualTo(301);
        assertThat(client().get("/view/builds/%3Cscript%3E").body()).contains("&lt;script&gt;");
    }

    private Answer submit(String containerFile) {
        Answer answer = client().submit("{'containerFile':'%s'}".formatted(containerFile));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    private void happens(JobRecord job) {
        // the same key, so that the order is kept
        kafka.send(Topics.BUILD_EVENTS, "key", JsonMapper.builder().build().writeValueAsString(job))
                .join();
    }

    private void awaitStatus(Answer request, String text) {
        await().atMost(Duration.ofSeconds(60)).until(() -> status(request).contains(text));
    }

    private void assertStatus(Answer request, String... texts) {
        assertThat(status(request)).contains(texts);
    }

    private String status(Answer request) {
        return client().get("/v1alpha2/container/" + request.text("requestId") + "/status")
                .body();
    }
}
