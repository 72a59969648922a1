package io.wave.trials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wave.cluster.BuildGate;
import io.wave.cluster.Cluster;
import io.wave.cluster.ServiceProcess;
import io.wave.cluster.TarLayer;
import io.wave.cluster.TestImage;
import io.wave.cluster.WaveClient;
import io.wave.local.fake.ScriptedAnswer;
import io.wave.local.fake.ScriptedRegistry;
import io.wave.trials.SpanReader.Span;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A request is one trace: over HTTP, the outbox, Kafka, the job and the registry, also if its worker is lost. */
class TracesIT {

    private static final Duration TIMEOUT = Duration.ofMinutes(4);
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String CALLER = "b7ad6b7169203331";

    @TempDir
    private static Path folder;

    private static final TraceCollector COLLECTOR = TraceCollector.start();
    private static final BuildGate GATE = BuildGate.start();
    private static final ScriptedRegistry FOREIGN = ScriptedRegistry.start();

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static Cluster cluster;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static ServiceProcess builder;

    @BeforeAll
    static void start() throws Exception {
        cluster = Cluster.start(
                Files.createDirectories(folder.resolve("cluster")),
                Cluster.QUICK_START,
                Map.of(
                        "management.opentelemetry.tracing.export.otlp.endpoint", COLLECTOR.endpoint(),
                        "management.tracing.sampling.probability", "0",
                        "wave.jobs.lease", "10s",
                        "management.opentelemetry.tracing.export.schedule-delay", "200ms"));
        TestImage.busybox(TestImage.Family.OCI).push(cluster.servers().uploads(), "trial/busybox", "1");
        builder = cluster.buildOrchestrator("builder", Map.of());
        // The proxy cannot read stored layers.
        ServiceProcess proxy = cluster.registryProxy(
                "-Dwave.store.location=s3://unreachable/objects",
                "-Dwave.store.s3.endpoint=http://127.0.0.1:1",
                "-Dwave.store.s3.access-key=key",
                "-Dwave.store.s3.secret-key=secret");
        Stream.of(cluster.requestApi(), proxy, builder).forEach(ServiceProcess::awaitReady);
    }

    @AfterAll
    static void stop() {
        cluster.close();
        FOREIGN.close();
        GATE.close();
        COLLECTOR.close();
    }

    @Test
    void requestIsOneTraceAlsoIfItsWorkerIsLost() {
        // Given
        JsonNode build = submit(sampled(TRACE), Map.of("containerFile", WaveClient.base64("""
                FROM %s/trial/busybox:1
                %s
                """.formatted(
                        cluster.servers().registry(), GATE.step("trace")))));
        await("build runs").atMost(TIMEOUT).until(() -> GATE.running("trace") == 1);
        assertThat(variablesOfTools()).as("of the tool that builds").contains("TRACEPARENT=00-" + TRACE + "-");
        // When
        builder.process().kill();
        builder = cluster.buildOrchestrator("other", Map.of()).awaitReady();
        await("another worker has the job").atMost(TIMEOUT).until(() -> GATE.started("trace") == 2);
        GATE.open("trace");
        // Then
        assertThat(awaitDone(build).get("succeeded").booleanValue()).isTrue();
        await("spans of the whole way").atMost(TIMEOUT).untilAsserted(() -> {
            assertThat(namesOf(TRACE, "registry-proxy")).anyMatch(name -> name.contains("POST"));
            assertThat(namesOf(TRACE, "request-api"))
                    .contains("outbox wave.build.commands", "wave.build.commands send", "wave.build.events process")
                    .anyMatch(name -> name.contains("/v1alpha2/container"));
            assertThat(namesOf(TRACE, "build-orchestrator"))
                    .contains("wave.build.commands process", "build job", "outbox wave.build.events")
                    .anyMatch(name -> name.endsWith(registryHost()));
            List<Span> spans = COLLECTOR.spans(TRACE);
            Set<String> known = spans.stream().map(Span::id).collect(Collectors.toSet());
            assertThat(of("registry-proxy", spans))
                    .anyMatch(span -> span.parent().equals(CALLER));
            // Spans that the worker had not sent yet are lost with it.
            assertThat(of("request-api", spans).filter(span -> !span.name().equals("wave.build.events process")))
                    .allMatch(span -> known.contains(span.parent()));
        });
        assertThat(cluster.logs().get("other")).contains("traceId=" + TRACE);
    }

    @Test
    void pullIsPartOfTheTraceOfItsClientAndNamesNoToken() {
        // Given
        String trace = "1af7651916cd43dd8448eb211c80319d";
        JsonNode container = submit(
                sampled(trace), Map.of("containerImage", cluster.servers().registry() + "/trial/busybox:1"));
        String image = container.get("targetImage").stringValue();
        cluster.client().get("/v1alpha2/container/" + container.get("requestId").stringValue(), sampled(trace));
        // When
        HttpResponse<String> manifest = cluster.client()
                .get(
                        WaveClient.manifestPath(image),
                        Map.of("Accept", WaveClient.MANIFEST_TYPES, "traceparent", parent(trace, "01")));
        String config = WaveClient.json(manifest).at("/config/digest").stringValue();
        cluster.client().get(blobPath(image, config), sampled(trace));
        // Then
        assertThat(manifest.statusCode()).isEqualTo(200);
        await("spans of the pull")
                .atMost(TIMEOUT)
                .untilAsserted(() ->
                        assertThat(namesOf(trace, "registry-proxy")).contains("http get", "GET " + registryHost()));
        String token = image.split("/", -1)[2];
        assertThat(COLLECTOR.spans().toString()).contains("http get").doesNotContain(token, "/v2/", "?");
    }

    @Test
    void foreignRegistryDoesNotGetToKnowTheTrace() {
        // Given
        String trace = "2af7651916cd43dd8448eb211c80319e";
        FOREIGN.on("/v2/app/manifests/1", ScriptedAnswer.error(404, "MANIFEST_UNKNOWN"));
        // When
        HttpResponse<String> refused = post(sampled(trace), Map.of("containerImage", FOREIGN.host() + "/app:1"));
        // Then
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        await("span of the call")
                .atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(namesOf(trace, "request-api"))
                        .anyMatch(name -> name.endsWith(FOREIGN.host().split(":", -1)[0])));
        assertThat(FOREIGN.calls()).isNotEmpty();
        assertThat(FOREIGN.calls().toString().toLowerCase(java.util.Locale.ROOT))
                .doesNotContain("traceparent");
    }

    @Test
    void errorsHaveTheIdOfTheirTrace() {
        // Given
        String trace = "6af7651916cd43dd8448eb211c80319f";
        TarLayer layer = TarLayer.ofFiles(Map.of("trial/file", "content\n"));
        String image = submit(
                        Map.of(),
                        Map.of(
                                "containerImage",
                                cluster.servers().registry() + "/trial/busybox:1",
                                "containerConfig",
                                Map.of("layers", List.of(layer.inline()))))
                .get("targetImage")
                .stringValue();
        JsonNode manifest = WaveClient.parse(cluster.client()
                .get(WaveClient.manifestPath(image), Map.of("Accept", WaveClient.MANIFEST_TYPES))
                .body());
        JsonNode layers = manifest.get("layers");
        String stored = layers.get(layers.size() - 1).get("digest").stringValue();
        // When
        HttpResponse<String> refused = cluster.client().get(blobPath(image, stored), sampled(trace));
        // Then
        assertThat(refused.statusCode()).isEqualTo(502);
        assertThat(refused.body()).contains("error id " + trace);
        assertThat(cluster.logs().get("registry-proxy")).contains("errorId=\"%s\" traceId=%s".formatted(trace, trace));
    }

    /** Nothing is sent of it either: one trace in ten is, here none. */
    @Test
    void malformedTraceOfAClientIsIgnored() {
        for (String malformed : List.of(
                "00-" + TRACE + "-0000000000000000-01",
                "00-00000000000000000000000000000000-" + CALLER + "-01",
                "00-3af7651916cd43dd8448eb211c80319-" + CALLER + "-01",
                "ff-4af7651916cd43dd8448eb211c80319f-" + CALLER + "-01",
                "x".repeat(5000))) {
            HttpResponse<String> response =
                    post(Map.of("traceparent", malformed), Map.of("containerImage", "not an image"));
            assertThat(response.statusCode()).isEqualTo(400);
        }
        String last = "5af7651916cd43dd8448eb211c80319f";
        post(sampled(last), Map.of("containerImage", "not an image"));
        await("later span")
                .atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(namesOf(last, "request-api")).isNotEmpty());
        assertThat(COLLECTOR.spans())
                .extracting(Span::traceId)
                .doesNotContain("4af7651916cd43dd8448eb211c80319f", "00000000000000000000000000000000")
                .allMatch(id -> id.substring(1).startsWith("af7651916cd43dd8448eb211c80319"));
    }

    /** The environment variables of all processes below the worker. */
    private static String variablesOfTools() {
        return ProcessHandle.of(builder.process().pid()).stream()
                .flatMap(ProcessHandle::descendants)
                .map(tool -> Path.of("/proc", Long.toString(tool.pid()), "environ"))
                .map(TracesIT::textIfThere)
                .collect(Collectors.joining("\n"));
    }

    private static String textIfThere(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException ended) {
            return "";
        }
    }

    private static Map<String, String> sampled(String trace) {
        return Map.of("traceparent", parent(trace, "01"));
    }

    private static String parent(String trace, String flags) {
        return "00-%s-%s-%s".formatted(trace, CALLER, flags);
    }

    private static JsonNode submit(Map<String, String> headers, Map<String, ?> request) {
        HttpResponse<String> response = post(headers, request);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return WaveClient.json(response);
    }

    private static HttpResponse<String> post(Map<String, String> headers, Map<String, ?> request) {
        return cluster.client().post("/v1alpha2/container", WaveClient.write(request), headers);
    }

    private static JsonNode awaitDone(JsonNode build) {
        return cluster.client().awaitDone(build, TIMEOUT);
    }

    private static String blobPath(String image, String digest) {
        return WaveClient.manifestPath(image).replaceFirst("/manifests/[^/]+$", "/blobs/" + digest);
    }

    private static String registryHost() {
        return cluster.servers().registry().split(":", -1)[0];
    }

    private static Stream<Span> of(String service, List<Span> spans) {
        return spans.stream().filter(span -> span.service().equals(service));
    }

    private static List<String> namesOf(String trace, String service) {
        return of(service, COLLECTOR.spans(trace)).map(Span::name).toList();
    }
}
