package io.wave.api.build.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wave.api.ApiClient.Answer;
import io.wave.api.RequestApiIT;
import io.wave.build.BuildSteps;
import io.wave.build.BuildSteps.State;
import io.wave.build.BuildSteps.Step;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import io.wave.job.Topics;
import io.wave.store.LogPartNames;
import io.wave.store.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.kafka.core.KafkaTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BuildStepsIT extends RequestApiIT {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    @Autowired
    private ObjectStore objects;

    @Autowired
    private KafkaTemplate<String, String> kafka;

    @Test
    void stepsOfABuildThatRunsAreThoseOfItsNewestAttempt() {
        String id = submit("");
        worker(id, 1, step(1, "[1/9] FROM lost", State.RUNNING));
        worker(
                id,
                2,
                step(1, "[internal] load build definition from Containerfile", State.SUCCEEDED),
                step(2, "[1/2] FROM busybox", State.SUCCEEDED),
                step(3, "[2/2] RUN echo <b>& done", State.RUNNING));
        changes(word(id, 2, JobState.RUNNING, null, null));
        JsonNode steps = steps(id);
        assertThat(steps.path("begun").asInt()).isEqualTo(2);
        assertThat(steps.path("total").asInt()).isEqualTo(2);
        assertThat(steps.path("platform").asString()).isEqualTo("linux/amd64");
        assertThat(steps.path("steps")).hasSize(3);
        JsonNode pulled = steps.path("steps").get(1);
        assertThat(pulled.toString())
                .isEqualTo(
                        "{\"number\":2,\"name\":\"[1/2] FROM busybox\",\"state\":\"SUCCEEDED\",\"startTime\":\"2026-03-01T10:00:02Z\",\"endTime\":\"2026-03-01T10:00:04Z\",\"duration\":1.5,\"cached\":false,\"pulledBytes\":2500000}");
        assertThat(steps.path("steps").get(2).path("state").asString()).isEqualTo("RUNNING");
        for (String otherForm : List.of(id.substring(3), id.substring(3, 19), id.replace('_', '-'))) {
            assertThat(steps(otherForm)).isEqualTo(steps);
        }
        assertThat(page(id))
                .contains(
                        ">step 2 of 2<", "[2/2] RUN echo &lt;b&gt;&amp; done", ">RUNNING<", "pulled 2.5 MB", ">1.5 s<")
                .doesNotContain("<b>", "FROM lost");
        assertThat(client().get("/view/builds/" + id + "/progress").body())
                .contains("<div id=\"steps\" hx-swap-oob=\"true\">", ">step 2 of 2<");
    }

    @Test
    void aBuildThatEndedHasNoStepThatStillRuns() {
        String id = submit("");
        worker(
                id,
                1,
                step(1, "[1/3] FROM busybox", State.SUCCEEDED),
                step(2, "[2/3] RUN sleep 100", State.RUNNING),
                step(3, "[3/3] RUN true", State.PENDING));
        changes(word(id, 3, JobState.FAILED, null, "build was cancelled"));
        assertThat(steps(id)
                        .path("steps")
                        .valueStream()
                        .map(step -> step.path("state").asString()))
                .containsExactly("SUCCEEDED", "CANCELLED", "SKIPPED");
    }

    @Test
    void aFailedStepHasItsError() {
        String id = submit("");
        worker(id, 1, failed("[2/2] RUN false", "exit code: 1"));
        changes(word(id, 3, JobState.FAILED, null, "build failed: exit code 1"));
        JsonNode failed = steps(id).path("steps").get(0);
        assertThat(failed.path("state").asString()).isEqualTo("FAILED");
        assertThat(failed.path("error").asString()).isEqualTo("exit code: 1");
        assertThat(page(id)).contains(">FAILED<", "[2/2] RUN false");
    }

    @Test
    void aBuildWithoutStepsSaysSo() {
        String id = submit("");
        assertThat(steps(id).path("steps").isArray()).isTrue();
        assertThat(steps(id).path("steps")).isEmpty();
        assertThat(steps(id).path("note").asString()).startsWith("No steps are known yet.");
        changes(word(id, 3, JobState.SUCCEEDED, DIGEST, null));
        assertThat(steps(id).path("note").asString())
                .isEqualTo("No steps are known. Only builds by BuildKit report steps, and only those whose container"
                        + " file is run.");
        assertThat(page(id)).contains("No steps are known.");
    }

    @Test
    void stepsOfAnUnreadableDocumentAreNotKnown() {
        String id = submit("");
        objects.put(LogPartNames.progress(id, 1), "{\"steps\":".getBytes(StandardCharsets.UTF_8));
        assertThat(steps(id).path("note").asString()).startsWith("No steps are known yet.");
    }

    @Test
    void aMultiPlatformImageHasTheStepsOfItsImages() {
        String index = submit(",'containerPlatform':'linux/amd64,linux/arm64'");
        JsonNode before = steps(index);
        assertThat(before.path("note").asString()).isEqualTo("The steps are those of the builds of its images.");
        assertThat(before.path("images")
                        .valueStream()
                        .map(image -> image.path("platform").asString()))
                .containsExactly("linux/amd64", "linux/arm64");
        String arm = before.path("images").get(1).path("buildId").asString();
        worker(arm, 1, step(1, "[1/1] FROM busybox", State.RUNNING));
        JsonNode images = steps(index).path("images");
        assertThat(images.get(0).path("note").asString()).startsWith("No steps are known yet.");
        assertThat(images.get(1).path("steps").get(0).path("name").asString()).isEqualTo("[1/1] FROM busybox");
        assertThat(page(index)).contains("No steps are known yet.", "[1/1] FROM busybox", ">linux/arm64</a>");
    }

    @Test
    void anUnknownBuildIsNotFound() {
        Answer answer = client().get("/v1alpha1/builds/bd-0000000000000000_1/steps");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body()).contains("Build 'bd-0000000000000000_1' not found");
    }

    private JsonNode steps(String id) {
        Answer answer = client().get("/v1alpha1/builds/" + id + "/steps");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private String page(String id) {
        return client().get("/view/builds/" + id).body();
    }

    private String submit(String more) {
        return client().submit("{'containerFile':'%s'%s}".formatted(containerFile(), more))
                .text("buildId");
    }

    /** The worker stores these steps. */
    private void worker(String buildId, long attempt, Step... steps) {
        objects.put(LogPartNames.progress(buildId, attempt), JSON.writeValueAsBytes(BuildSteps.of(List.of(steps))));
    }

    private static Step step(int number, String name, State state) {
        return step(number, name, state, null);
    }

    private static Step failed(String name, String error) {
        return step(1, name, State.FAILED, error);
    }

    private static Step step(int number, String name, State state, @Nullable String error) {
        boolean ended = state == State.SUCCEEDED || state == State.FAILED;
        return new Step(
                number,
                name,
                state,
                state == State.PENDING ? null : START.plusSeconds(number),
                ended ? START.plusSeconds(number + 2L) : null,
                ended ? Duration.ofMillis(1500) : null,
                false,
                name.contains("FROM") ? 2_500_000 : 0,
                error);
    }

    private void changes(JobRecord job) {
        kafka.send(Topics.BUILD_EVENTS, "key", JSON.writeValueAsString(job)).join();
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(
                                client().get("/view/builds/" + job.id()).body())
                        .contains(job.isFinal() ? ">" + job.state() + "<" : ">running<"));
    }
}
