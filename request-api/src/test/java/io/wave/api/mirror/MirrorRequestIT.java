package io.wave.api.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wave.api.ApiClient.Answer;
import io.wave.api.RequestApiIT;
import io.wave.image.Digest;
import io.wave.job.JobKind;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import io.wave.job.Topics;
import io.wave.local.LocalServices;
import io.wave.local.fake.ScriptedAnswer;
import io.wave.local.fake.ScriptedRegistry;
import io.wave.messaging.projection.JobRecords;
import io.wave.mirror.MirrorCommand;
import io.wave.store.LogPartNames;
import io.wave.store.ObjectStore;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.json.JsonMapper;

/** Requests to copy an image to another registry, up to the command and from the event of the worker on. */
@TestPropertySource(
        properties = {
            "wave.tokens.static.alice.secret={noop}" + MirrorRequestIT.ALICE,
            "wave.tokens.static.bob.secret={noop}" + MirrorRequestIT.BOB
        })
class MirrorRequestIT extends RequestApiIT {

    static final String ALICE = "wave_token-of-alice-for-mirrors";
    static final String BOB = "wave_token-of-bob-for-mirrors";

    private static final ScriptedRegistry TARGET = ScriptedRegistry.start();
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Instant DEADLINE = Instant.parse("2100-01-01T00:00:00Z");

    @Autowired
    private KafkaOperations<String, String> kafka;

    @Autowired
    private JobRecords records;

    @Autowired
    private ObjectStore objects;

    @DynamicPropertySource
    static void target(DynamicPropertyRegistry properties) {
        properties.add("wave.registries[quay.io].endpoint", () -> "http://" + TARGET.host());
    }

    @Test
    void newMirrorIsCommandedAndAwaited() {
        String source = image();
        Answer answer = mirror(source, "quay.io/lib");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.text("targetImage"))
                .isEqualTo("quay.io/lib/" + source + ":latest")
                .isEqualTo(answer.text("containerImage"));
        assertThat(answer.text("buildId")).matches("mr-[0-9a-f]{12}");
        assertThat(answer.body())
                .contains("\"mirror\":true", "\"freeze\":false", "\"cached\":false", "\"digest\":\"" + DIGEST)
                .doesNotContain("containerToken", "expiration", "succeeded");
        MirrorCommand.Start command = awaitStart(answer.text("buildId"));
        assertThat(command.mirror().work().source().toString()).isEqualTo("docker.io/" + source + ":latest");
        assertThat(command.mirror().work().target().toString()).isEqualTo("quay.io/lib/" + source + ":latest");
        assertThat(command.mirror().work().digest()).isEqualTo(DIGEST);
        assertThat(command.mirror().work().tenant()).isEqualTo("alice");
        Answer status = status(answer);
        assertThat(status.text("status")).isEqualTo("BUILDING");
        assertThat(status.text("mirrorId")).isEqualTo(answer.text("buildId"));
        assertThat(status.json().has("buildId")).isFalse();
        assertThat(status.json().has("succeeded")).isFalse();
        assertThat(status.text("creationTime")).isNotEmpty();
    }

    @Test
    void secondRequestSharesTheMirrorUntilItHasEnded() {
        String source = image();
        Answer first = mirror(source, "quay.io");
        Answer second = mirror(source, "quay.io");
        assertThat(second.text("buildId")).isEqualTo(first.text("buildId"));
        assertThat(second.body()).contains("\"cached\":false").doesNotContain("succeeded");
        publish(first, JobState.SUCCEEDED, DIGEST, null);
        await().untilAsserted(() -> assertThat(status(second).text("status")).isEqualTo("DONE"));
        assertThat(status(second).json().path("succeeded").asBoolean()).isTrue();
        assertThat(status(second).json().path("duration").asDouble()).isEqualTo(61.5);
        present(source);
        Answer third = mirror(source, "quay.io");
        assertThat(third.text("buildId")).isEqualTo(first.text("buildId"));
        assertThat(third.body()).contains("\"cached\":true", "\"succeeded\":true");
        assertThat(status(third).text("status")).isEqualTo("DONE");
    }

    @Test
    void failureIsSaidInTheStatusAndOnThePage() {
        Answer answer = mirror(image(), "quay.io");
        String id = answer.text("buildId");
        publish(answer, JobState.FAILED, null, "mirror failed: no space left at the target");
        await().untilAsserted(() -> assertThat(status(answer).text("status")).isEqualTo("DONE"));
        Answer status = status(answer);
        assertThat(status.json().path("succeeded").asBoolean(true)).isFalse();
        assertThat(status.text("reason")).isEqualTo("mirror failed: no space left at the target");
        assertThat(status.text("detailsUri")).endsWith("/view/mirrors/" + id);
        assertThat(client().get("/view/mirrors/" + id).body()).contains("FAILED", "no space left at the target");
        Answer details = client().get("/v1alpha1/mirrors/" + id);
        assertThat(details.text("status")).isEqualTo("COMPLETED");
        assertThat(details.text("failure")).isEqualTo("mirror failed: no space left at the target");
        // A failed mirror is not shared.
        assertThat(mirror(answer.text("containerImage").replace("quay.io/", "").replace(":latest", ""), "quay.io")
                        .text("buildId"))
                .isNotEqualTo(id);
    }

    @Test
    void mirrorOfAnImageThatTheTargetHasIsKnownBeforeItsEvent() {
        String source = image();
        Answer first = mirror(source, "quay.io");
        present(source);
        assertThat(mirror(source, "quay.io").json().has("buildId")).isFalse();
        records.write(ended(first, JobState.SUCCEEDED, DIGEST, null));
        assertThat(status(first).text("status")).isEqualTo("DONE");
        Answer second = mirror(source, "quay.io");
        assertThat(second.text("buildId")).isEqualTo(first.text("buildId"));
        assertThat(second.body()).contains("\"cached\":true", "\"succeeded\":true");
    }

    @Test
    void imageThatTheTargetHasNeedsNoMirror() {
        String source = image();
        present(source);
        Answer answer = mirror(source, "quay.io");
        assertThat(answer.body())
                .contains("\"succeeded\":true", "\"mirror\":true")
                .doesNotContain("buildId", "cached");
        assertThat(status(answer).json().path("succeeded").asBoolean()).isTrue();
    }

    @Test
    void anotherImageUnderTheTagOfTheTargetIsReplaced() {
        String source = image();
        byte[] other = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
        TARGET.on(
                "/v2/%s/manifests/latest".formatted(source),
                ScriptedAnswer.content("application/vnd.oci.image.manifest.v1+json", other)
                        .with("Docker-Content-Digest", Digest.of(other).toString()));
        assertThat(mirror(source, "quay.io").body()).contains("\"cached\":false");
    }

    @Test
    void dryRunStartsNothing() {
        String source = image();
        long before = count("image_mirror");
        Answer answer = submit(source, "quay.io", ",'dryRun':true", ALICE);
        assertThat(answer.text("buildId")).matches("mr-[0-9a-f]{12}_0");
        assertThat(answer.body()).contains("\"cached\":false", "\"succeeded\":true", "\"mirror\":true");
        assertThat(count("image_mirror")).isEqualTo(before);
        assertThat(status(answer).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "alpine | docker.io/mine | ~~ | buildRepository: must be in another registry",
                "quay.io/a/b | quay.io | ~~ | buildRepository: must be in another registry",
                "alpine | http://quay.io/x | ~~ | buildRepository: must not include a protocol",
                "alpine | quay.io/x:1 | ~~ | buildRepository: must not include a tag",
                "alpine | quay.io:latest | ~~ | buildRepository: ",
                "alpine | mine/app | ~~ | buildRepository: must start with the host of a registry",
                "quay.io/a/b | docker.io/mine | ~~ | buildRepository: must not be in 'docker.io', which holds",
                "alpine | quay.io | ,'freeze':true | freeze: cannot be combined with mirror",
                "alpine | quay.io | ,'containerFile':'RlJPTSBh' | containerFile: cannot be combined with mirror",
                "alpine | quay.io | ,'containerIncludes':['a'] | containerIncludes: cannot be combined",
                "alpine | quay.io | ,'containerConfig':{'env':['A=b']} | containerConfig: cannot be combined with mirror, which copies an image unchanged: use freeze instead of mirror",
                "alpine | quay.io | ,'containerPlatform':'linux/amd64,linux/arm64' | containerPlatform: several platforms cannot",
                "no-such/image | quay.io | ~~ | containerImage: 'docker.io/no-such/image:latest' does not exist"
            })
    void rulesAreNamed(String source, String target, String more, String message) {
        Answer answer = submit(source, target, more, ALICE);
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.text("message")).startsWith(message);
    }

    @Test
    void anonymousCallersMayNot() {
        Answer answer = client().submit("{'containerImage':'alpine','mirror':true,'buildRepository':'quay.io'}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("message")).startsWith("mirror: requires an API token");
        assertThat(submit("alpine", "quay.io", "", null).status()).isEqualTo(400);
    }

    @Test
    void versionOneHasNoMirrors() {
        Answer answer = client().post(
                        "/container-token",
                        "{\"containerImage\":\"alpine\",\"mirror\":true,\"towerAccessToken\":\"%s\"}".formatted(ALICE));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("message")).isEqualTo("mirror: is not supported by version 1 of the API");
    }

    @Test
    void bodiesOfClientsAreAccepted() {
        Answer cli = client().submit("""
                {'containerImage':'%s','containerPlatform':'linux/amd64','buildRepository':'quay.io/cli','freeze':false,
                 'mirror':true,'dryRun':false,'towerAccessToken':'%s','towerEndpoint':'https://api.cloud.seqera.io',
                 'timestamp':'2026-11-29T12:00:00+01:00'}""".formatted(image(), ALICE));
        assertThat(cli.status()).as(cli.body()).isEqualTo(200);
        Answer nextflow = client().submit("""
                {'containerImage':'%s','containerFile':null,'packages':null,'containerConfig':{'entrypoint':null,'cmd':null,
                 'env':null,'workingDir':null,'layers':null},'containerPlatform':'linux/amd64','buildRepository':'quay.io/nf',
                 'cacheRepository':null,'freeze':false,'mirror':true,'scanMode':null,'scanLevels':null,
                 'buildCompression':null,'buildTemplate':null,'format':null,'dryRun':null,'timestamp':'2026-11-29T12:00:00Z',
                 'fingerprint':'abc','towerAccessToken':'%s','towerRefreshToken':null,'towerWorkspaceId':null,
                 'towerEndpoint':'https://api.cloud.seqera.io','workflowId':null,'nameStrategy':null,
                 'containerIncludes':null}""".formatted(image(), ALICE));
        assertThat(nextflow.status()).as(nextflow.body()).isEqualTo(200);
        assertThat(nextflow.text("targetImage")).startsWith("quay.io/nf/");
    }

    @Test
    void ownerCancelsBeforeAWorkerHasAccepted() {
        Answer answer = mirror(image(), "quay.io");
        String id = answer.text("buildId");
        assertThat(cancel(id, null).status()).isEqualTo(401);
        assertThat(cancel(id, BOB).status()).isEqualTo(403);
        assertThat(cancel(id, ALICE).status()).isEqualTo(200);
        assertThat(status(answer).text("reason")).isEqualTo("mirror was cancelled");
        assertThat(cancel(id, ALICE).status()).isEqualTo(409);
        await().untilAsserted(() -> assertThat(commands(id)).anyMatch(MirrorCommand.Cancel.class::isInstance));
    }

    @Test
    void logAndProgressAreRead() {
        Answer answer = mirror(image(), "quay.io");
        String id = answer.text("buildId");
        objects.put(LogPartNames.name(id, 1, 0), "Copying blob\n".getBytes(StandardCharsets.UTF_8));
        objects.put(
                LogPartNames.progress(id, 1),
                "{\"layers\":4,\"layersDone\":1,\"bytes\":4000,\"bytesDone\":1000,\"bytesPerSecond\":500}"
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(client().get("/v1alpha1/mirrors/" + id + "/logs").body()).isEqualTo("Copying blob\n");
        assertThat(client().get("/v1alpha1/mirrors/" + id)
                        .json()
                        .path("progress")
                        .path("layersDone")
                        .asInt())
                .isEqualTo(1);
        assertThat(status(answer).json().path("progress").path("bytesDone").asInt())
                .isEqualTo(1000);
        assertThat(client().get("/view/mirrors/" + id).body())
                .contains("1 of 4 layers, 1.0 kB of 4.0 kB", "500 B/s", "value=\"25\"", "Copying blob", "(all)");
        running(id);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> client().get("/").body().contains("25 %, 500 B/s"));
        assertThat(client().get("/view/containers/" + answer.text("requestId")).body())
                .contains("COPYING", "/view/mirrors/" + id);
        assertThat(client().get("/v1alpha2/container/" + answer.text("requestId"))
                        .body())
                .contains("\"mirror\":true", "\"buildId\":\"" + id);
    }

    /** The home page lists the oldest jobs. */
    private void running(String id) {
        jdbc.sql("""
                        UPDATE requests.image_mirror SET state = 'RUNNING', sequence = 2, started_at = now(),
                            submitted_at = submitted_at - interval '1 day' WHERE id = ?
                        """).param(id).update();
    }

    @Test
    void progressOfAnEndedMirrorIsItsLastOne() {
        Answer answer = mirror(image(), "quay.io");
        String id = answer.text("buildId");
        progress(id, 1);
        assertThat(layersDone(id)).isEqualTo(1);
        assertThat(client().get("/v1alpha1/mirrors/" + id).body()).contains("\"bytesPerSecond\":500");
        progress(id, 4);
        publish(answer, JobState.SUCCEEDED, DIGEST, null);
        await().untilAsserted(() -> assertThat(status(answer).text("status")).isEqualTo("DONE"));
        assertThat(layersDone(id)).isEqualTo(4);
        assertThat(client().get("/v1alpha1/mirrors/" + id).body()).doesNotContain("bytesPerSecond");
    }

    private void progress(String id, int layersDone) {
        objects.put(
                LogPartNames.progress(id, 1),
                "{\"layers\":4,\"layersDone\":%d,\"bytes\":4000,\"bytesDone\":1000,\"bytesPerSecond\":500}"
                        .formatted(layersDone)
                        .getBytes(StandardCharsets.UTF_8));
    }

    private int layersDone(String id) {
        return client().get("/v1alpha1/mirrors/" + id)
                .json()
                .path("progress")
                .path("layersDone")
                .asInt();
    }

    private Answer mirror(String source, String target) {
        return submit(source, target, "", ALICE);
    }

    private Answer submit(String source, String target, String more, @Nullable String token) {
        return client().submit("{'containerImage':'%s','mirror':true,'buildRepository':'%s'%s%s}"
                .formatted(source, target, token == null ? "" : ",'towerAccessToken':'%s'".formatted(token), more));
    }

    private Answer status(Answer request) {
        return client().get("/v1alpha2/container/%s/status".formatted(request.text("requestId")));
    }

    private Answer cancel(String id, @Nullable String token) {
        HttpRequest.Builder request =
                client().request("/v1alpha1/mirrors/" + id).DELETE();
        return client().send(token == null ? request : request.header("Authorization", "Bearer " + token));
    }

    /** The target has the image. */
    private static void present(String source) {
        TARGET.on(
                "/v2/%s/manifests/latest".formatted(source),
                ScriptedAnswer.content(
                                "application/vnd.oci.image.manifest.v1+json", "{}".getBytes(StandardCharsets.UTF_8))
                        .with("Docker-Content-Digest", DIGEST.toString()));
    }

    private void publish(Answer request, JobState state, @Nullable Digest digest, @Nullable String failure) {
        JobRecord job = ended(request, state, digest, failure);
        assertThat(kafka.send(Topics.MIRROR_EVENTS, job.target(), JSON.writeValueAsString(job)))
                .succeedsWithin(Duration.ofSeconds(10));
        await().untilAsserted(() ->
                assertThat(records.read(JobKind.MIRROR, job.target())).contains(job));
    }

    private static JobRecord ended(Answer request, JobState state, @Nullable Digest digest, @Nullable String failure) {
        Instant start = Instant.parse("2026-03-01T10:00:00Z");
        String target =
                awaitStart(request.text("buildId")).mirror().work().jobTarget().toString();
        return new JobRecord(
                JobKind.MIRROR,
                request.text("buildId"),
                target,
                awaitStart(request.text("buildId")).mirror().generation(),
                3,
                state,
                digest,
                failure,
                state == JobState.FAILED ? Integer.valueOf(1) : null,
                start,
                start,
                start.plusMillis(61_500),
                DEADLINE,
                null,
                null);
    }

    private static MirrorCommand.Start awaitStart(String id) {
        return await().until(
                        () -> commands(id).stream()
                                .filter(MirrorCommand.Start.class::isInstance)
                                .map(MirrorCommand.Start.class::cast)
                                .toList(),
                        found -> !found.isEmpty())
                .getFirst();
    }

    private static List<MirrorCommand> commands(String id) {
        try (var consumer = new KafkaConsumer<>(
                LocalServices.kafka().clientSettings(), new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.MIRROR_COMMANDS).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<MirrorCommand> found = new ArrayList<>();
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
                consumer.poll(Duration.ofMillis(200))
                        .forEach(record -> found.add(JSON.readValue(record.value(), MirrorCommand.class)));
            }
            return found.stream()
                    .filter(command -> command.id().text().equals(id))
                    .toList();
        }
    }
}
