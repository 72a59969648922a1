package io.wave.metrics.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.wave.local.server.KafkaServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events as docs/events.md shows them, through a real broker. */
class EventMetricsIT {

    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final Path DASHBOARD = Path.of("../dashboards/grafana-events.json");
    private static final Pattern NAME = Pattern.compile("\\b(wave_events_[a-z_]+)[{ ]");

    private static final String BUILD = """
            {"kind": "build", "id": "bd-1_1", "target": "r.example.com/b:1", "generation": 1, "sequence": 4, "state": "SUCCEEDED",
             "submittedAt": "2026-11-29T02:51:52Z", "startedAt": "2026-11-29T02:51:54Z", "finishedAt": "2026-11-29T02:52:03Z",
             "counts": null}
            """;
    private static final String SCAN = """
            {"kind": "scan", "id": "sc-1_1", "target": "t", "generation": 1, "sequence": 4, "state": "SUCCEEDED",
             "submittedAt": "2026-11-29T02:51:52Z", "startedAt": null, "finishedAt": "2026-11-29T02:52:03Z",
             "counts": {"HIGH": 2, "LOW": 1}}
            """;

    @TempDir
    private Path folder;

    private KafkaServer kafka;
    private KafkaProducer<String, String> producer;

    @BeforeEach
    void startKafka() throws Exception {
        kafka = KafkaServer.start(folder);
        try (Admin admin = Admin.create(kafka.clientSettings())) {
            admin.createTopics(Stream.of("request", "build", "mirror", "scan", "pull")
                            .map(name -> new NewTopic("wave.%s.events".formatted(name), 2, (short) 1))
                            .toList())
                    .all()
                    .get();
        }
        producer = new KafkaProducer<>(kafka.clientSettings(), new StringSerializer(), new StringSerializer());
    }

    @AfterEach
    void stopKafka() {
        producer.close(Duration.ofSeconds(5));
        kafka.close();
    }

    @Test
    void eventsAreCountedOnce() throws Exception {
        send("wave.build.events", "1", "io.wave.build.submitted", BUILD);
        send("wave.build.events", "2", "io.wave.build.succeeded", BUILD);
        send("wave.build.events", "2", "io.wave.build.succeeded", BUILD);
        send("wave.build.events", "3", "io.wave.build.running", BUILD);
        send("wave.scan.events", "4", "io.wave.scan.succeeded", SCAN);
        send("wave.request.events", "5", "io.wave.request.accepted", "{\"cached\": true}");
        send("wave.request.events", "6", "io.wave.request.accepted", "{\"cached\": null}");
        send("wave.pull.events", "7", "io.wave.pull.served", "{\"count\": 12, \"architecture\": \"arm64\"}");
        producer.send(new ProducerRecord<>("wave.pull.events", "not an event")).get();
        send("wave.build.events", "8", "io.wave.build.succeeded", "not JSON");
        try (Running running = new Running()) {
            assertThat(running.awaitLine("wave_events_invalid_total 2.0"))
                    .contains(
                            "wave_events_jobs_submitted_total{kind=\"build\"} 1.0",
                            "wave_events_jobs_ended_total{kind=\"build\",state=\"succeeded\"} 1.0",
                            "wave_events_jobs_queue_seconds_sum{kind=\"build\"} 2.0",
                            "wave_events_jobs_run_seconds_sum{kind=\"build\"} 9.0",
                            "wave_events_jobs_ended_total{kind=\"scan\",state=\"succeeded\"} 1.0",
                            "wave_events_jobs_run_seconds_count{kind=\"scan\"} 0",
                            "wave_events_vulnerabilities_total{severity=\"HIGH\"} 2.0",
                            "wave_events_requests_total{cached=\"true\"} 1.0",
                            "wave_events_requests_total{cached=\"false\"} 1.0",
                            "wave_events_pulls_total{architecture=\"arm64\"} 12.0");
            String dashboard = Files.readString(DASHBOARD);
            assertThat(names(dashboard)).hasSizeGreaterThan(5).isSubsetOf(names(running.metrics()));
        }
    }

    @Test
    void nextStartReadsWhatIsNew() throws Exception {
        send("wave.request.events", "1", "io.wave.request.accepted", "{\"cached\": true}");
        try (Running first = new Running()) {
            first.awaitLine("wave_events_requests_total{cached=\"true\"} 1.0");
        }
        send("wave.request.events", "2", "io.wave.request.accepted", "{\"cached\": false}");
        try (Running second = new Running()) {
            assertThat(second.awaitLine("wave_events_requests_total{cached=\"false\"} 1.0"))
                    .contains("wave_events_requests_total{cached=\"true\"} 0.0");
        }
    }

    private void send(String topic, String id, String type, String value) throws Exception {
        ProducerRecord<String, String> message = new ProducerRecord<>(topic, value);
        message.headers()
                .add("ce_id", id.getBytes(StandardCharsets.UTF_8))
                .add("ce_type", type.getBytes(StandardCharsets.UTF_8));
        producer.send(message).get();
    }

    private static Set<String> names(String text) {
        return NAME.matcher(text).results().map(match -> match.group(1)).collect(Collectors.toSet());
    }

    /** The reader and its server. */
    private final class Running implements AutoCloseable {

        private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        private final EventReader reader = new EventReader(kafka.clientSettings(), new EventCounts(meters));
        private final HttpServer server;
        private final CompletableFuture<Void> run = CompletableFuture.runAsync(reader::run);

        Running() throws Exception {
            server = EventMetricsApplication.serve(meters, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        }

        String metrics() throws Exception {
            URI address = URI.create(
                    "http://127.0.0.1:%d/metrics".formatted(server.getAddress().getPort()));
            try (HttpClient client = HttpClient.newHttpClient()) {
                return client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
                        .body();
            }
        }

        String awaitLine(String line) {
            return await().atMost(TIMEOUT).until(this::metrics, text -> text.contains(line));
        }

        @Override
        public void close() throws Exception {
            reader.close();
            run.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            server.stop(0);
        }
    }
}
