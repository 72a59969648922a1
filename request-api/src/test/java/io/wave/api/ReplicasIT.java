package io.wave.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wave.api.ApiClient.Answer;
import io.wave.api.build.BuildService;
import io.wave.api.build.SentCommands;
import io.wave.api.mail.TestMailServer;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import io.wave.local.fake.ScriptedRegistry;
import io.wave.local.server.FreePort;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Several replicas of the service with one database. */
class ReplicasIT {

    private static final int EQUAL_REQUESTS = 40;
    private static final int MAILS = 12;
    private static final String ALICE = "wave_token-of-alice-for-replicas";
    private static final String FILE = "{'containerFile':'RlJPTSBidXN5Ym94Cg=='}";
    private static final String FILE_FOR_TWO =
            "{'containerFile':'RlJPTSBidXN5Ym94Cg==','containerPlatform':'amd64,arm64'}";

    /** All requests come to their turn, however slow the machine is. */
    private static final Map<String, String> LONG_WAITS = Map.of(
            "spring.datasource.hikari.connection-timeout",
            "120000",
            "spring.datasource.hikari.connection-init-sql",
            "SET lock_timeout = '120s'");

    @Test
    void equalRequestsOnTwoReplicasShareABuild() throws Exception {
        try (ScriptedRegistry registry = ScriptedRegistry.start()) {
            Map<String, String> common = Replicas.configuration(registry.host());
            common.putAll(LONG_WAITS);
            try (ConfigurableApplicationContext one = Replicas.start(common);
                    ConfigurableApplicationContext other = Replicas.start(common)) {
                List<Answer> answers = submitAtOnce(List.of(client(one), client(other)), FILE, EQUAL_REQUESTS);
                assertThat(answers).extracting(Answer::status).containsOnly(200);
                Set<String> builds =
                        answers.stream().map(answer -> answer.text("buildId")).collect(Collectors.toSet());
                assertThat(builds).singleElement().asString().endsWith("_1");
                JdbcClient jdbc = one.getBean(JdbcClient.class);
                assertThat(count(jdbc, "image_build")).isOne();
                assertThat(count(jdbc, "container_request")).isEqualTo(EQUAL_REQUESTS);
            }
        }
    }

    @Test
    void dashboardShowsBuildsOfOtherReplicas() throws Exception {
        try (ScriptedRegistry registry = ScriptedRegistry.start()) {
            Map<String, String> common = Replicas.configuration(registry.host());
            try (ConfigurableApplicationContext one = Replicas.start(common);
                    ConfigurableApplicationContext other = Replicas.start(common)) {
                HttpResponse<InputStream> stream = HttpClient.newHttpClient()
                        .send(client(other).request("/view/live").build(), BodyHandlers.ofInputStream());
                assertThat(stream.headers().firstValue("Content-Type")).hasValue("text/event-stream");
                try (var events = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
                    assertThat(events.readLine()).isEqualTo("event:clock");
                    String buildId = submit(client(one)).text("buildId");
                    assertThat(events.lines().anyMatch(line -> line.contains(buildId)))
                            .isTrue();
                    other.close();
                    String last = events.lines().reduce("", (_, line) -> line);
                    assertThat(last).as("the stream has ended in order").isEmpty();
                }
            }
        }
    }

    @Test
    void indexIsDecidedOnceAcrossReplicas() throws Exception {
        try (ScriptedRegistry registry = ScriptedRegistry.start()) {
            Map<String, String> common = Replicas.configuration(registry.host());
            try (ConfigurableApplicationContext one = Replicas.start(common);
                    ConfigurableApplicationContext other = Replicas.start(common)) {
                List<Answer> answers = submitAtOnce(List.of(client(one), client(other)), FILE_FOR_TWO, 12);
                assertThat(answers).extracting(Answer::status).containsOnly(200);
                assertThat(answers)
                        .extracting(answer -> answer.text("buildId"))
                        .containsOnly(answers.getFirst().text("buildId"));
                JdbcClient jdbc = one.getBean(JdbcClient.class);
                assertThat(count(jdbc, "image_build")).isEqualTo(3);
                String index = answers.getFirst().text("buildId");
                List<String> images = jdbc.sql("SELECT awaited FROM requests.awaited_build WHERE waiting = ?")
                        .param(index)
                        .query((row, _) -> row.getString(1))
                        .list();
                endAtOnce(List.of(one.getBean(BuildService.class), other.getBean(BuildService.class)), images);
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> !SentCommands.of(index).isEmpty());
                assertThat(SentCommands.of(index)).hasSize(1);
                assertThat(count(jdbc, "awaited_build")).isZero();
            }
        }
    }

    @Test
    void mailIsSentByOneReplica() throws Exception {
        TestMailServer mails = new TestMailServer(FreePort.find());
        try (ScriptedRegistry registry = ScriptedRegistry.start()) {
            mails.start();
            Map<String, String> common = Replicas.configuration(registry.host());
            common.putAll(Map.of(
                    "spring.mail.host", "127.0.0.1",
                    "spring.mail.port", Integer.toString(mails.getSmtp().getPort()),
                    "mail.from", "wave@example.org",
                    "mail.to", "all@example.org",
                    "wave.tokens.static.alice.secret", "{noop}" + ALICE,
                    "wave.tokens.static.alice.email", "alice@example.org"));
            try (ConfigurableApplicationContext one = Replicas.start(common);
                    ConfigurableApplicationContext other = Replicas.start(common)) {
                List<String> builds = new ArrayList<>();
                for (int i = 0; i < MAILS; i++) {
                    builds.add(client(i % 2 == 0 ? one : other)
                            .submit("{'containerFile':'%s','towerAccessToken':'%s'}"
                                    .formatted(ApiClient.base64("FROM busybox\nRUN echo " + i), ALICE))
                            .text("buildId"));
                }
                endAtOnce(List.of(one.getBean(BuildService.class), other.getBean(BuildService.class)), builds);
                JdbcClient jdbc = other.getBean(JdbcClient.class);
                await().atMost(Duration.ofSeconds(60)).until(() -> count(jdbc, "mail WHERE state = 'SENT'") == MAILS);
                assertThat(mails.getReceivedMessages())
                        .hasSize(MAILS)
                        .allSatisfy(mail -> assertThat(mail.getAllRecipients())
                                .extracting(Object::toString)
                                .containsExactly("all@example.org"));
            }
        } finally {
            mails.stop();
        }
    }

    /** Both replicas receive the end of each build at the same time. */
    private static void endAtOnce(List<BuildService> replicas, List<String> images) throws Exception {
        assertThat(images).isNotEmpty();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Boolean>> news = new ArrayList<>();
            for (BuildService replica : replicas) {
                for (String image : images) {
                    JobRecord end = RequestApiIT.word(image, 4, JobState.SUCCEEDED, RequestApiIT.DIGEST, null);
                    news.add(() -> replica.apply(end));
                }
            }
            int applied = 0;
            for (Future<Boolean> each : threads.invokeAll(news)) {
                applied += each.get() ? 1 : 0;
            }
            assertThat(applied).isEqualTo(images.size());
        }
    }

    @Test
    void requestsAreAcceptedWithoutRedisAndKafka() {
        try (ScriptedRegistry registry = ScriptedRegistry.start()) {
            Map<String, String> unavailable = new TreeMap<>(Replicas.configuration(registry.host()));
            unavailable.put("spring.data.redis.port", Integer.toString(FreePort.find()));
            unavailable.put("spring.kafka.bootstrap-servers", "127.0.0.1:" + FreePort.find());
            try (ConfigurableApplicationContext alone = Replicas.start(unavailable)) {
                Answer answer = submit(client(alone));
                assertThat(answer.status()).as(answer.body()).isEqualTo(200);
                Answer status = client(alone).get("/v1alpha2/container/" + answer.text("requestId") + "/status");
                assertThat(status.text("status")).isEqualTo("BUILDING");
                assertThat(client(alone).get("/health").status()).isEqualTo(200);
                JdbcClient jdbc = alone.getBean(JdbcClient.class);
                assertThat(count(jdbc, "outbox")).isEqualTo(2);
                assertThat(answersWhileRequestsAreLocked(jdbc, alone)).isEqualTo(503);
            }
        }
    }

    /** Waiting for a busy database is limited. */
    private static int answersWhileRequestsAreLocked(JdbcClient jdbc, ConfigurableApplicationContext service) {
        var transaction = service.getBean(TransactionTemplate.class);
        Integer status = transaction.execute(_ -> {
            jdbc.sql("LOCK TABLE requests.container_request IN ACCESS EXCLUSIVE MODE")
                    .update();
            Answer answer = submit(client(service));
            assertThat(answer.header("Retry-After")).isNotEmpty();
            return answer.status();
        });
        return status == null ? 0 : status;
    }

    private static List<Answer> submitAtOnce(List<ApiClient> clients, String request, int count) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Answer>> calls = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                ApiClient client = clients.get(i % clients.size());
                calls.add(() -> client.submit(request));
            }
            List<Answer> answers = new ArrayList<>();
            for (Future<Answer> answer : threads.invokeAll(calls)) {
                answers.add(answer.get());
            }
            return answers;
        }
    }

    private static Answer submit(ApiClient client) {
        return client.submit(FILE);
    }

    private static ApiClient client(ConfigurableApplicationContext service) {
        return ApiClient.at(Replicas.port(service));
    }

    private static long count(JdbcClient jdbc, String table) {
        return jdbc.sql("SELECT count(*) FROM requests." + table)
                .query(Long.class)
                .single();
    }
}
