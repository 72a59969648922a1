package io.wave.proxy.hold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.handler.codec.http.HttpMethod;
import io.wave.image.Digest;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import io.wave.oci.MediaTypes;
import io.wave.proxy.stub.ProxyTest;
import io.wave.redis.RedisKeys;
import io.wave.token.RequestRecord;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.redis.core.RedisCallback;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.resources.ConnectionProvider;

class HoldIT extends ProxyTest {

    private static final String PATIENT = "skopeo/1.9.3";
    private static final String HASTY = "hasty/1.0";

    @Autowired
    private HeldPulls pulls;

    private final HttpClient client = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    @Test
    void heldPullIsServedWhenBuildHasEnded() {
        RequestRecord request = running();
        var get = send("GET", PATIENT, manifest(request));
        var head = send("HEAD", PATIENT, manifest(request));
        awaitHeld(2);
        succeed(request);
        assertThat(get.join().statusCode()).isEqualTo(200);
        assertThat(get.join().body()).isEqualTo(new String(MANIFEST, StandardCharsets.UTF_8));
        assertThat(head.join().statusCode()).isEqualTo(200);
        assertThat(head.join().headers().firstValue("Docker-Content-Digest")).hasValue(DIGEST.toString());
        awaitHeld(0);
    }

    @Test
    void clientWithShortTimeoutIsRedirected() {
        RequestRecord request = running();
        HttpResponse<String> hop = send("HEAD", HASTY, manifest(request)).join();
        assertThat(hop.statusCode()).isEqualTo(307);
        String location = hop.headers().firstValue("Location").orElseThrow();
        assertThat(location).startsWith(manifest(request).getRawPath() + "?hop=2.");
        var next = send("HEAD", HASTY, manifest(request).resolve(location));
        awaitHeld(1);
        succeed(request);
        assertThat(afterRedirects(next).statusCode()).isEqualTo(200);
    }

    @Test
    void lastHopGives429WithRetryAfter() {
        RequestRecord request = running();
        URI forged = URI.create(manifest(request) + "?hop=1.forged");
        HttpResponse<String> answer = send("GET", HASTY, forged).join();
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("10");
        assertThat(answer.body())
                .contains("TOOMANYREQUESTS", "still being built", "https://wave.test/view/builds/" + buildId(request));
    }

    @ParameterizedTest
    @CsvSource({
        "containerd/2.4.0, DENIED",
        "docker/29.0.1 go/go1.25 os/linux arch/amd64 containerd-client/2.3.5 storage-driver/overlayfs, DENIED",
        "buildkit/v0.26, DENIED",
        "containers/5.36 (github.com/containers/image), DENIED",
        "Buildah/1.41, DENIED",
        "go-containerregistry/v0.22, DENIED",
        "docker/20.10.24 go/go1.19 UpstreamClient(Docker-Client/20.10.24), UNKNOWN",
    })
    void failureOfBuildIsReportedToClient(String userAgent, String code) {
        RequestRecord request = running();
        var refused = send("GET", userAgent, manifest(request));
        awaitHeld(1);
        store(job(request, JobState.FAILED));
        publish(job(request, JobState.FAILED));
        assertThat(refused.join().statusCode()).isEqualTo(403);
        assertThat(refused.join().body()).contains("\"" + code + "\"", "no such package", buildId(request));
    }

    @Test
    void clientWithShortTimeoutIsRedirectedWhileRegistryIsSlow() {
        // Given: a manifest that no other test has had worked out
        byte[] content =
                new String(MANIFEST, StandardCharsets.UTF_8).replace("{", "{ ").getBytes(StandardCharsets.UTF_8);
        Digest digest = Digest.of(content);
        Sinks.Empty<Void> gate = Sinks.empty();
        API.route(
                "/v2/app/manifests/" + digest,
                (_, response) -> response.header("Content-Type", MediaTypes.OCI_MANIFEST)
                        .header("Content-Length", Integer.toString(content.length))
                        .sendByteArray(gate.asMono().then(Mono.just(content))));
        RequestRecord request = imageRequest(digest);
        var patient = send("GET", PATIENT, manifest(request));
        URI next = manifest(request);
        for (int hop = 2; hop <= 3; hop++) {
            HttpResponse<String> sentOn = send("GET", HASTY, next).join();
            assertThat(sentOn.statusCode()).isEqualTo(307);
            String location = sentOn.headers().firstValue("Location").orElseThrow();
            assertThat(location).contains("?hop=" + hop + ".");
            next = next.resolve(location);
        }
        assertThat(send("GET", HASTY, URI.create(manifest(request) + "?hop=9.forged"))
                        .join())
                .satisfies(last -> assertThat(last.statusCode()).isEqualTo(429))
                .satisfies(last -> assertThat(last.body()).contains("is not available yet"));
        gate.tryEmitEmpty();
        assertThat(patient.join().statusCode()).isEqualTo(200);
        assertThat(send("GET", HASTY, next).join().statusCode()).isEqualTo(200);
        assertThat(API.calls().stream().filter(call -> call.endsWith("/v2/app/manifests/" + digest)))
                .as("calls upstream")
                .hasSize(1);
    }

    @Test
    void withoutRecordInRedisRequestApiIsAsked() {
        RequestRecord request = buildRequest();
        store(request);
        API.put(job(request, JobState.SUCCEEDED));
        assertThat(send("GET", PATIENT, manifest(request)).join().statusCode()).isEqualTo(200);
    }

    @Test
    void olderBuildOfTargetKeepsItsOwnResult() {
        RequestRecord request = buildRequest();
        store(request);
        var newer = job(request, JobState.RUNNING);
        store(new JobRecord(
                newer.kind(),
                newer.id().replace("_1", "_2"),
                newer.target(),
                2,
                1,
                JobState.RUNNING,
                null,
                null,
                null,
                newer.submittedAt(),
                null,
                null,
                newer.deadline(),
                null,
                null));
        API.put(job(request, JobState.FAILED));
        assertThat(send("GET", PATIENT, manifest(request)).join().body()).contains("no such package");
    }

    @Test
    void flushOfRedisDelaysEndOfHold() {
        RequestRecord request = running();
        var pull = send("GET", PATIENT, manifest(request));
        awaitHeld(1);
        redis.execute((RedisCallback<@Nullable Void>) connection -> {
            connection.serverCommands().flushAll();
            return null;
        });
        API.put(job(request, JobState.SUCCEEDED));
        assertThat(pull.join().statusCode()).isEqualTo(200);
    }

    @Test
    void subscriptionIsRenewedAfterRestartOfRedis() {
        RequestRecord request = running();
        var pull = send("GET", PATIENT, manifest(request));
        awaitHeld(1);
        stopRedis();
        startRedis();
        // Neither stored nor known to request-api: only a subscriber can hear of it.
        await().atMost(Duration.ofMinutes(1)).ignoreExceptions().untilAsserted(() -> {
            publish(job(request, JobState.SUCCEEDED));
            assertThat(pull).isDone();
        });
        assertThat(pull.join().statusCode()).isEqualTo(200);
    }

    @Test
    void withoutRedisRequestApiIsAskedForBuild() {
        RequestRecord request = buildRequest();
        API.put(job(request, JobState.RUNNING));
        stopRedis();
        try {
            var pull = send("GET", PATIENT, manifest(request));
            awaitHeld(1);
            API.put(job(request, JobState.SUCCEEDED));
            assertThat(pull.join().statusCode()).isEqualTo(200);
        } finally {
            startRedis();
        }
    }

    @Test
    void revokedTokenEndsHold() {
        RequestRecord request = running();
        var pull = send("GET", PATIENT, manifest(request));
        awaitHeld(1);
        API.remove(request.token());
        redis.delete(RedisKeys.request(request.token()));
        redis.convertAndSend(RedisKeys.REVOKED_CHANNEL, request.token().value());
        String location = pull.join().headers().firstValue("Location").orElseThrow();
        URI next = manifest(request).resolve(location);
        assertThat(send("GET", PATIENT, next).join().statusCode()).isEqualTo(404);
    }

    /** On the same connection it would come back to this replica, and use up all its hops. */
    @Test
    void stoppingReplicaClosesTheConnectionsOfItsPulls() throws IOException {
        RequestRecord request = running();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream()
                    .write("GET %s HTTP/1.1\r\nHost: wave.test\r\nUser-Agent: %s\r\n\r\n"
                            .formatted(manifest(request).getRawPath(), PATIENT)
                            .getBytes(StandardCharsets.US_ASCII));
            socket.setSoTimeout(60_000);
            awaitHeld(1);
            var _ = pulls.release();
            String response = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(response).startsWith("HTTP/1.1 307").containsIgnoringCase("\r\nconnection: close\r\n");
        } finally {
            pulls.start();
        }
    }

    @Test
    void clientThatDisconnectsIsReleased() throws IOException {
        RequestRecord request = running();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream()
                    .write("GET %s HTTP/1.1\r\nHost: wave.test\r\n\r\n"
                            .formatted(manifest(request).getRawPath())
                            .getBytes(StandardCharsets.US_ASCII));
            awaitHeld(1);
        }
        awaitHeld(0);
    }

    @Test
    void twoThousandPullsAreCompletedByOneNotification() {
        RequestRecord request = running();
        int count = 2_000;
        ConnectionProvider connections =
                ConnectionProvider.builder("pulls").maxConnections(count).build();
        var http = reactor.netty.http.client.HttpClient.create(connections)
                .headers(headers -> headers.set("User-Agent", PATIENT));
        CompletableFuture<@Nullable List<Integer>> answers = Flux.fromStream(
                        IntStream.range(0, count).boxed())
                .flatMap(
                        _ -> http.request(HttpMethod.GET)
                                .uri(manifest(request).toString())
                                .responseSingle((response, body) -> body.asByteArray()
                                        .thenReturn(response.status().code())),
                        count)
                .collectList()
                .toFuture();
        awaitHeld(count);
        succeed(request);
        assertThat(answers.join()).hasSize(count).containsOnly(200);
        awaitHeld(0);
        assertThat(API.calls().stream()
                        .filter(call -> call.contains("/v2/app/manifests/"))
                        .count())
                .as("calls upstream")
                .isLessThan(10);
        connections.dispose();
    }

    /** A slow machine may need a further hop. */
    private HttpResponse<String> afterRedirects(CompletableFuture<HttpResponse<String>> sent) {
        HttpResponse<String> response = sent.join();
        while (response.statusCode() == 307) {
            String location = response.headers().firstValue("Location").orElseThrow();
            response = send("HEAD", HASTY, response.uri().resolve(location)).join();
        }
        return response;
    }

    private RequestRecord running() {
        RequestRecord request = buildRequest();
        store(request);
        API.put(job(request, JobState.RUNNING));
        store(job(request, JobState.RUNNING));
        return request;
    }

    private void succeed(RequestRecord request) {
        store(job(request, JobState.SUCCEEDED));
        publish(job(request, JobState.SUCCEEDED));
    }

    private static String buildId(RequestRecord request) {
        return job(request, JobState.RUNNING).id();
    }

    private CompletableFuture<HttpResponse<String>> send(String method, String userAgent, URI uri) {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header("User-Agent", userAgent)
                .header("Accept", "*/*")
                .build();
        return client.sendAsync(request, BodyHandlers.ofString());
    }
}
