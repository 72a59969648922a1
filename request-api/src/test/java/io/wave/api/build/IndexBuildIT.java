package io.wave.api.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wave.api.ApiClient;
import io.wave.api.ApiClient.Answer;
import io.wave.api.RequestApiIT;
import io.wave.build.BuildSpec;
import io.wave.build.BuildSpec.IndexEntry;
import io.wave.container.ContainerId;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.job.JobKind;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import io.wave.job.Topics;
import io.wave.messaging.projection.JobRecords;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.kafka.core.KafkaTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Multi-platform images: admission, waiting for their images, and the decision. */
class IndexBuildIT extends RequestApiIT {

    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    @Autowired
    private KafkaTemplate<String, String> kafka;

    @Autowired
    private JobRecords records;

    @Test
    void commandIsSentOnceWhenAllImagesExist() {
        Answer request = submit(containerFile(), "arm64, amd64");
        String index = request.text("buildId");
        assertThat(index).matches("bd-[0-9a-f]{16}_1");
        assertThat(request.text("containerImage")).isEqualTo("docker.io/wave/build:" + index.substring(3, 19));
        assertThat(request.body()).contains("\"cached\":false").doesNotContain("succeeded");
        List<String> images = images(index);
        assertThat(images).hasSize(2);

        JobRecord first = ended(images.getFirst(), DIGEST, null);
        happens(first);
        awaitBuild(images.getFirst(), "\"status\":\"COMPLETED\"");
        assertThat(SentCommands.of(index)).isEmpty();
        assertThat(status(request)).contains("\"status\":\"BUILDING\"");

        JobRecord second = ended(images.getLast(), DIGEST, null);
        happens(second);
        happens(first);
        happens(second);
        await().atMost(TIMEOUT).until(() -> !SentCommands.of(index).isEmpty());
        happens(word(index, 4, JobState.SUCCEEDED, DIGEST, null));
        awaitStatus(request, "\"succeeded\":true");
        assertThat(SentCommands.of(index)).singleElement().satisfies(spec -> {
            assertThat(spec.platforms()).isEqualTo("linux/amd64,linux/arm64");
            assertThat(entries(spec)).extracting(IndexEntry::digest).containsOnly(DIGEST);
            assertThat(entries(spec))
                    .extracting(entry -> String.valueOf(entry.build()))
                    .isEqualTo(images);
        });
        assertThat(count("awaited_build WHERE waiting = '" + index + "'")).isZero();
        assertThat(record(index).path("platform").asString()).isEqualTo("linux/amd64,linux/arm64");
        assertThat(record(index).path("buildChildIds").path("empty").asBoolean(true))
                .isFalse();
    }

    @Test
    void indexFailsWithFirstFailedImage() {
        String file = containerFile();
        Answer request = submit(file, "amd64,arm64");
        String index = request.text("buildId");
        List<String> images = images(index);
        assertThat(client().get("/v1alpha1/builds/" + index + "/logs").body()).isEmpty();
        happens(ended(images.getLast(), null, "build failed: exit code 7"));
        awaitStatus(request, "\"status\":\"DONE\"");
        assertThat(status(request))
                .contains("\"succeeded\":false", "\"reason\":\"linux/arm64: build failed: exit code 7\"");
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(
                                records.read(JobKind.BUILD, "docker.io/wave/build:" + index.substring(3, 19)))
                        .hasValueSatisfying(job -> assertThat(job.state()).isEqualTo(JobState.FAILED)));
        String log = """
            multi-platform build failed:
            linux/arm64: build failed: exit code 7
            Log of build %1$s: http://localhost:9090/v1alpha1/builds/%1$s/logs
            """.formatted(images.getLast());
        assertThat(client().get("/v1alpha1/builds/" + index + "/logs").body()).isEqualTo(log);
        assertThat(client().get("/view/builds/" + index).body()).contains(log);
        happens(ended(images.getFirst(), DIGEST, null));
        awaitBuild(images.getFirst(), "\"status\":\"COMPLETED\"");

        String again = submit(file, "amd64,arm64").text("buildId");
        assertThat(again).isEqualTo(index.replace("_1", "_2"));
        assertThat(images(again)).hasSize(2).last().asString().endsWith("_2");
        assertThat(SentCommands.of(index)).isEmpty();
    }

    @Test
    void singularityImagesOfBothPlatformsHaveOneName() {
        Answer request = client().submit("""
                {'packages':{'type':'CONDA','entries':['samtools=1.17']},'format':'sif','freeze':true,
                'buildRepository':'mine/sifs','containerPlatform':'linux/arm64,linux/amd64'}""");
        assertThat(request.status()).as(request.body()).isEqualTo(200);
        String index = request.text("buildId");
        assertThat(request.text("targetImage")).startsWith("oras://docker.io/mine/sifs:samtools-1.17--");
        assertThat(record(index).path("format").asString()).isEqualTo("SINGULARITY");
        List<String> images = images(index);
        assertThat(images)
                .extracting(image -> record(image).path("platform").asString())
                .containsExactly("linux/amd64", "linux/arm64");
        assertThat(images)
                .extracting(image -> record(image).path("targetImage").asString())
                .allSatisfy(image -> assertThat(image).startsWith("oras://docker.io/mine/sifs:"));
    }

    @Test
    void equalRequestsShareIndex() {
        String file = containerFile();
        String index = submit(file, "linux/amd64,linux/arm64").text("buildId");
        Answer second = submit(file, "aarch64,x86_64");
        assertThat(second.text("buildId")).isEqualTo(index);
        assertThat(second.body()).contains("\"cached\":false");
    }

    @Test
    void existingImagesAreNotBuiltAgain() {
        String file = containerFile();
        push("wave/build", imageId(file, "linux/amd64"));
        push("wave/build", imageId(file, "linux/arm64"));
        String index = submit(file, "amd64,arm64").text("buildId");
        assertThat(images(index)).isEmpty();
        await().atMost(TIMEOUT).until(() -> !SentCommands.of(index).isEmpty());
        assertThat(SentCommands.of(index))
                .allSatisfy(spec -> assertThat(entries(spec))
                        .extracting(entry -> entry.image().at(digest(entry)))
                        .containsExactly(
                                ImageReference.parse("wave/build@" + DIGEST),
                                ImageReference.parse("wave/build@" + DIGEST)));
    }

    @Test
    void imageIsSharedWithSinglePlatformRequest() {
        String file = containerFile();
        String index = submit(file, "amd64,arm64").text("buildId");
        Answer alone = client().submit(
                        "{'containerFile':'%s','buildRepository':'docker.io/wave/build','containerPlatform':'arm64'}"
                                .formatted(file));
        assertThat(alone.text("buildId")).isEqualTo(images(index).getLast());
    }

    @Test
    void sweepDecidesMissedIndexes() {
        String index = submit(containerFile(), "amd64,arm64").text("buildId");
        images(index)
                .forEach(image -> jdbc.sql("UPDATE requests.image_build SET state = 'SUCCEEDED', live = false,"
                                + " digest = ? WHERE id = ?")
                        .param(DIGEST.toString())
                        .param(image)
                        .update());
        await().atMost(TIMEOUT).until(() -> !SentCommands.of(index).isEmpty());
        assertThat(SentCommands.of(index))
                .first()
                .satisfies(spec ->
                        assertThat(entries(spec)).extracting(IndexEntry::digest).containsOnly(DIGEST));
    }

    @Test
    void waitingIndexIsNotCommanded() {
        String index = submit(containerFile(), "amd64,arm64").text("buildId");
        String image = images(index).getFirst();
        await().atMost(TIMEOUT).until(() -> SentCommands.of(image).size() > 1);
        assertThat(SentCommands.of(index)).isEmpty();
    }

    @Test
    void idAndNameFollowProtocol() {
        Answer plain = dryRun("'buildRepository':'docker.io/wave'", "FROM ubuntu:latest");
        assertThat(plain.text("containerImage")).matches("docker.io/library/wave:[0-9a-f]{16}");
        Answer named = dryRun("'buildRepository':'foo.com/wave'", "FROM ubuntu:latest");
        String id = ContainerId.of("FROM ubuntu:latest", null, "linux/amd64,linux/arm64", "foo.com/wave", null, null)
                .hex();
        assertThat(named.text("buildId")).isEqualTo(id + "_0");
        assertThat(named.text("containerImage")).isEqualTo("foo.com/wave:" + id);
    }

    private Answer dryRun(String more, String file) {
        Answer answer = client().submit(
                        "{'containerFile':'%s','containerPlatform':'amd64,arm64','freeze':true,'dryRun':true,%s}"
                                .formatted(ApiClient.base64(file), more));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    private static String imageId(String file, String platform) {
        String text = new String(Base64.getDecoder().decode(file), StandardCharsets.UTF_8);
        return ContainerId.of(text, null, platform, "docker.io/wave/build", null, null)
                .hex();
    }

    private static List<IndexEntry> entries(BuildSpec spec) {
        assertThat(spec.index()).isNotNull();
        return spec.index() == null ? List.of() : spec.index();
    }

    private static Digest digest(IndexEntry entry) {
        return entry.digest() == null ? Digest.of(new byte[0]) : entry.digest();
    }

    private Answer submit(String file, String platforms) {
        Answer answer = client().submit("{'containerFile':'%s','containerPlatform':'%s'}".formatted(file, platforms));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    private JsonNode record(String buildId) {
        return client().get("/v1alpha1/builds/" + buildId).json();
    }

    /** The builds of its images, amd64 first. */
    private List<String> images(String index) {
        return record(index)
                .path("buildChildIds")
                .path("refs")
                .valueStream()
                .map(ref -> ref.path("id").asString())
                .toList();
    }

    private static JobRecord ended(String buildId, @Nullable Digest digest, @Nullable String failure) {
        return word(buildId, 4, digest == null ? JobState.FAILED : JobState.SUCCEEDED, digest, failure);
    }

    private void happens(JobRecord job) {
        // the same key, so that the order is kept
        kafka.send(Topics.BUILD_EVENTS, "key", JsonMapper.builder().build().writeValueAsString(job))
                .join();
    }

    private void awaitBuild(String buildId, String text) {
        await().atMost(TIMEOUT)
                .until(() -> client().get("/v1alpha1/builds/" + buildId + "/status")
                        .body()
                        .contains(text));
    }

    private void awaitStatus(Answer request, String text) {
        await().atMost(TIMEOUT).until(() -> status(request).contains(text));
    }

    private String status(Answer request) {
        return client().get("/v1alpha2/container/" + request.text("requestId") + "/status")
                .body();
    }
}
