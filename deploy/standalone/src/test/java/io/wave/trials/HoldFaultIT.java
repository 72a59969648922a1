package io.wave.trials;

import static io.wave.trials.TestCluster.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wave.cluster.ServiceProcess;
import io.wave.cluster.WaveClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A pull that waits ends well or with a word, whatever happens to the proxy, the client or the build. */
@OnTestCluster
class HoldFaultIT {

    private static final int CLIENTS = 200;

    @Test
    void pullOfKilledProxyIsServedByAnother(TestCluster cluster) throws Exception {
        // Given
        JsonNode build = cluster.runningBuild("proxy-killed");
        String image = build.get("targetImage").stringValue();
        int before = cluster.otherProxy().openFiles();
        CompletableFuture<HttpResponse<byte[]>> held = cluster.otherClient().manifestLater(image);
        CompletableFuture<HttpResponse<byte[]>> retried =
                held.exceptionallyAsync(_ -> cluster.client().manifest(image));
        await("it is held").atMost(TIMEOUT).until(() -> cluster.otherProxy().openFiles() > before);
        // When
        cluster.otherProxy().process().kill();
        // Then
        assertThat(held).failsWithin(TIMEOUT);
        cluster.gate().open("proxy-killed");
        Images.assertServed(cluster.client(), image, retried.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS));
    }

    @Test
    void disconnectedClientsOfHeldPullsLeakNoResources(TestCluster cluster) throws IOException {
        // Given
        JsonNode build = cluster.runningBuild("clients-left");
        String path = WaveClient.manifestPath(build.get("targetImage").stringValue());
        int before = cluster.proxy().openFiles();
        List<Socket> clients = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
            clients.add(ask(cluster.proxy(), path));
        }
        await("all are held").atMost(TIMEOUT).until(() -> cluster.proxy().openFiles() >= before + CLIENTS);
        // When
        for (Socket client : clients) {
            client.close();
        }
        // Then
        await("all are gone").atMost(TIMEOUT).until(() -> cluster.proxy().openFiles() < before + CLIENTS / 4);
        cluster.gate().open("clients-left");
        Images.assertPullable(cluster.client(), build);
    }

    @Test
    void endlessBuildEndsAtDeadlineAndPullGetsReason(TestCluster cluster)
            throws InterruptedException, ExecutionException {
        // Given
        try (ServiceProcess hasty = cluster.cluster()
                .requestApi("request-api-hasty", Map.of("wave.build.timeout", "20s"))
                .awaitReady()) {
            JsonNode build = new WaveClient(hasty.address()).submitBuild(cluster.gatedFile("endless"));
            cluster.awaitAtGate("endless");
            String image = build.get("targetImage").stringValue();
            // When
            CompletableFuture<HttpResponse<byte[]>> held = cluster.client().manifestLater(image);
            // Then
            assertThat(held).succeedsWithin(TIMEOUT).returns(403, HttpResponse::statusCode);
            assertThat(new String(held.get().body(), StandardCharsets.UTF_8))
                    .contains(build.get("buildId").stringValue())
                    .contains("/view/builds/");
            JsonNode status = cluster.awaitDone(build);
            assertThat(status.get("succeeded").booleanValue()).isFalse();
            assertThat(cluster.gate().running("endless")).isZero();
        }
    }

    @Test
    void failedBuildIsReportedToPullAndRepeatedByNextRequest(TestCluster cluster) {
        // Given
        String containerFile = "FROM %s\nRUN echo the-reason-why && false\n".formatted(cluster.baseImage());
        JsonNode failed = cluster.client().submitBuild(containerFile);
        // When
        HttpResponse<byte[]> pull =
                cluster.client().manifest(failed.get("targetImage").stringValue());
        // Then
        assertThat(pull.statusCode()).isEqualTo(403);
        assertThat(new String(pull.body(), StandardCharsets.UTF_8))
                .contains("the-reason-why")
                .contains(failed.get("buildId").stringValue());
        JsonNode status = cluster.awaitDone(failed);
        assertThat(status.get("succeeded").booleanValue()).isFalse();
        assertThat(status.get("reason").stringValue()).isNotBlank();
        JsonNode again = cluster.client().submitBuild(containerFile);
        assertThat(again.get("buildId").stringValue())
                .isEqualTo(failed.get("buildId").stringValue().replaceFirst("_1$", "_2"));
        assertThat(cluster.awaitDone(again).get("succeeded").booleanValue()).isFalse();
        assertThat(cluster.awaitDone(failed).get("buildId")).isEqualTo(failed.get("buildId"));
    }

    private static Socket ask(ServiceProcess proxy, String path) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        String request = "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAccept: */*\r\n\r\n".formatted(path, proxy.port());
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }
}
