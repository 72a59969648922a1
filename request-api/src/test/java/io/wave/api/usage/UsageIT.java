package io.wave.api.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wave.api.ApiClient;
import io.wave.api.ApiClient.Answer;
import io.wave.api.RequestApiIT;
import io.wave.event.PullEvent;
import io.wave.job.JobKind;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import io.wave.job.Topics;
import io.wave.local.fake.ScriptedRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.json.JsonMapper;

@TestPropertySource(
        properties = {
            "wave.metrics.enabled=true",
            "wave.scan.enabled=true",
            "wave.tokens.static.carol.secret={noop}wave_token-of-carol-for-tests",
            "wave.tokens.static.carol.email=carol@example.org",
            "wave.tokens.static.dave.secret={noop}wave_token-of-dave-for-tests",
            "wave.tokens.static.dave.organization=Dave Inc"
        })
class UsageIT extends RequestApiIT {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private static final ScriptedRegistry TARGET = ScriptedRegistry.start();

    @Autowired
    private KafkaTemplate<String, String> kafka;

    @DynamicPropertySource
    static void target(DynamicPropertyRegistry properties) {
        properties.add("wave.registries[quay.io].endpoint", () -> "http://" + TARGET.host());
    }

    @BeforeEach
    void someUsage() {
        jdbc.sql("DELETE FROM requests.usage_count WHERE kind IN ('MIRRORS', 'SCANS')")
                .update();
        jdbc.sql("""
                        INSERT INTO requests.usage_count (kind, day, organisation, architecture, count) VALUES
                            ('MIRRORS', '2024-04-01', 'seqera.io', 'amd64', 1),
                            ('MIRRORS', '2024-04-01', 'seqera.io', 'arm64', 2),
                            ('MIRRORS', '2024-04-01', '', 'amd64', 4),
                            ('MIRRORS', '2024-04-02', 'seqera.io', 'amd64', 8),
                            ('MIRRORS', '2024-04-02', 'gmail.com', 'amd64', 16),
                            ('MIRRORS', '2024-04-02', '', 'arm64', 32)
                        """).update();
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            value = {
                "''                                        | '''count'':27,''orgs'':{''gmail.com'':16,''seqera.io'':11}'",
                "?date=2024-04-01                          | '''count'':7,''orgs'':{''seqera.io'':3}'",
                "?org=seqera.io                            | '''count'':11,''orgs'':{''seqera.io'':11}'",
                "?org=nobody.org                           | '''count'':0,''orgs'':{''nobody.org'':0}'",
                "?date=2024-04-02&org=seqera.io            | '''count'':8,''orgs'':{''seqera.io'':8}'",
                "?arch=arm64                               | '''count'':34,''orgs'':{''seqera.io'':2},''arch'':''arm64'''",
                "?arch=arm                                 | '''count'':34,''orgs'':{''seqera.io'':2},''arch'':''arm64'''",
                "?arch=x86_64&date=2024-04-01              | '''count'':5,''orgs'':{''seqera.io'':1},''arch'':''amd64'''",
                "?arch=arm64&org=gmail.com                 | '''count'':0,''orgs'':{''gmail.com'':0},''arch'':''arm64'''",
                "?arch=amd64&org=seqera.io&date=2024-04-02 | '''count'':8,''orgs'':{''seqera.io'':8},''arch'':''amd64'''",
                "?date=2020-01-01                          | '''count'':0'",
            })
    void countsAreSummed(String query, String answer) {
        assertThat(get("/v1alpha3/metrics/mirrors" + query).body())
                .isEqualTo("{\"metric\":\"mirrors\"," + answer.replace('\'', '"') + "}");
    }

    @Test
    void version2HasNoArchitecture() {
        assertThat(get("/v1alpha2/metrics/mirrors?arch=nonsense").body())
                .isEqualTo("{\"metric\":\"mirrors\",\"count\":27,\"orgs\":{\"gmail.com\":16,\"seqera.io\":11}}");
        assertThat(get("/v1alpha2/metrics/scans").body()).isEqualTo("{\"metric\":\"scans\",\"count\":0}");
    }

    @ParameterizedTest
    @CsvSource({
        "date=2024-4-1,date",
        "date=yesterday,date",
        "date=2024-02-30,date",
        "date=-999999999-01-01,date",
        "org=a%00,org",
        "org=%ff,parameters: must be URL-encoded UTF-8",
        "arch=sparc,arch"
    })
    void invalidQueriesNameTheParameter(String query, String name) {
        Answer answer = get("/v1alpha3/metrics/builds?" + query);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("message")).startsWith(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"builds", "pulls", "fusion/pulls", "mirrors", "scans"})
    void operatorsOnly(String metric) {
        for (String version : new String[] {"v1alpha2", "v1alpha3"}) {
            Answer answer = client().get("/%s/metrics/%s".formatted(version, metric));
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.header("WWW-Authenticate")).isEqualTo("Basic realm=Wave Authentication");
        }
        assertThat(get("/v1alpha2/metrics/" + metric).status()).isEqualTo(200);
        assertThat(get("/v1alpha2/metrics/" + metric + "/more").status()).isEqualTo(404);
        assertThat(client().get("/v1alpha2/metrics/" + metric + "/more").status())
                .isEqualTo(404);
    }

    @Test
    void repeatedPullEventsCountOnce() {
        PullEvent plain = pull(3, "arm64", false);
        sendPull("one", plain);
        sendPull("one", plain);
        sendPull("two", pull(4, null, null));
        sendPull("two", pull(4, null, null));
        sendPull("three", pull(5, "arm", true));

        await().atMost(TIMEOUT).untilAsserted(() -> {
            assertThat(pulls("pulls", "arm64")).isEqualTo(8);
            assertThat(pulls("pulls", "amd64")).isEqualTo(4);
            assertThat(pulls("fusion/pulls", "arm64")).isEqualTo(5);
        });
        assertThat(get("/v1alpha2/metrics/pulls").body()).isEqualTo("{\"metric\":\"pulls\",\"count\":0}");
        assertThat(get("/v1alpha2/metrics/pulls?date=2024-04-01").text("count")).isEqualTo("12");
    }

    @Test
    void buildCountsOnce() {
        String id = client().submit("{'containerFile':'%s','containerPlatform':'arm64'}".formatted(containerFile()))
                .text("buildId");
        for (int sequence = 1; sequence <= 3; sequence++) {
            String job = JSON.writeValueAsString(word(id, sequence, JobState.RUNNING, null, null));
            var _ = kafka.send(Topics.BUILD_EVENTS, id, job);
        }
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(get("/v1alpha3/metrics/builds?arch=arm64&date=2026-03-01")
                                .text("count"))
                        .isEqualTo("1"));
    }

    private long pulls(String metric, String architecture) {
        return get("/v1alpha3/metrics/%s?date=2024-04-01&arch=%s".formatted(metric, architecture))
                .json()
                .path("count")
                .asLong();
    }

    private static PullEvent pull(long count, @Nullable String arch, @Nullable Boolean fusion) {
        return pull(count, arch, fusion, null, "2024-04-01T23:59:59Z");
    }

    private static PullEvent pull(long count, String arch, boolean fusion, String tenant) {
        return pull(count, arch, fusion, tenant, "2024-05-01T23:59:59Z");
    }

    private static PullEvent pull(
            long count, @Nullable String arch, @Nullable Boolean fusion, @Nullable String tenant, String at) {
        return new PullEvent("0123", "docker.io/a/b:latest", DIGEST, count, Instant.parse(at), arch, fusion, tenant);
    }

    private void sendPull(String id, PullEvent event) {
        var record = new ProducerRecord<>(Topics.PULL_EVENTS, event.image(), JSON.writeValueAsString(event));
        record.headers().add("ce_id", id.getBytes(StandardCharsets.UTF_8));
        var _ = kafka.send(record);
    }

    @Test
    void usageIsCountedByOrganization() {
        String carol = build("wave_token-of-carol-for-tests");
        String dave = build("wave_token-of-dave-for-tests");
        for (String id : List.of(carol, dave)) {
            var _ = kafka.send(
                    Topics.BUILD_EVENTS, id, JSON.writeValueAsString(word(id, 1, JobState.RUNNING, null, null)));
        }
        sendPull("four", pull(7, "amd64", false, "carol"));
        sendPull("five", pull(9, "amd64", false, "unknown"));
        await().atMost(TIMEOUT).untilAsserted(() -> {
            assertThat(get("/v1alpha3/metrics/builds?org=example.org").text("count"))
                    .isEqualTo("1");
            assertThat(get("/v1alpha3/metrics/builds?org=Dave%20Inc").text("count"))
                    .isEqualTo("1");
            assertThat(get("/v1alpha3/metrics/pulls?org=example.org").text("count"))
                    .isEqualTo("7");
        });
        jdbc.sql("DELETE FROM requests.usage_count WHERE organisation IN ('example.org', 'dave inc')")
                .update();
    }

    @Test
    void mirrorsAndScansAreCountedByOrganization() {
        String image = image();
        String mirror = client().submit(
                        "{'containerImage':'%s','mirror':true,'buildRepository':'quay.io/lib','towerAccessToken':'%s'}"
                                .formatted(image, "wave_token-of-carol-for-tests"))
                .text("buildId");
        String scan = client().submit(
                        "{'containerImage':'%s','scanMode':'async','containerPlatform':'arm64','towerAccessToken':'%s'}"
                                .formatted(image, "wave_token-of-dave-for-tests"))
                .text("scanId");
        for (long sequence = 1; sequence <= 2; sequence++) {
            sendJob(Topics.MIRROR_EVENTS, JobKind.MIRROR, mirror, sequence);
            sendJob(Topics.SCAN_EVENTS, JobKind.SCAN, scan, sequence);
        }
        await().atMost(TIMEOUT).untilAsserted(() -> {
            assertThat(get("/v1alpha3/metrics/mirrors?org=example.org").text("count"))
                    .isEqualTo("1");
            assertThat(get("/v1alpha3/metrics/scans?org=dave%20inc&arch=arm64").text("count"))
                    .isEqualTo("1");
        });
    }

    private void sendJob(String topic, JobKind kind, String id, long sequence) {
        String target = jdbc.sql("SELECT target FROM requests.image_%s WHERE id = :id".formatted(kind))
                .param("id", id)
                .query(String.class)
                .single();
        Instant start = Instant.parse("2026-03-01T10:00:00Z");
        JobRecord job = new JobRecord(
                kind,
                id,
                target,
                1,
                sequence,
                JobState.RUNNING,
                null,
                null,
                null,
                start,
                start,
                null,
                Instant.parse("2100-01-01T00:00:00Z"),
                null,
                null);
        var _ = kafka.send(topic, target, JSON.writeValueAsString(job));
    }

    private String build(String token) {
        return client().submit("{'containerFile':'%s','towerAccessToken':'%s'}".formatted(containerFile(), token))
                .text("buildId");
    }

    private Answer get(String path) {
        return client().send(client().request(path)
                .header("Authorization", "Basic " + ApiClient.base64("operator:secret"))
                .GET());
    }
}
