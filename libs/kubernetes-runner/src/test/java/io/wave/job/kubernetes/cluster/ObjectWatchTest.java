package io.wave.job.kubernetes.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.util.Config;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** With a stand-in for the API, since a real one sends a bookmark only about once a minute. */
class ObjectWatchTest {

    private static final String LIST = """
            {"kind": "PodList", "apiVersion": "v1", "metadata": {"resourceVersion": "7"}, "items": []}""";
    private static final String BOOKMARK = """
            {"type":"BOOKMARK","object":{"kind":"Pod","apiVersion":"v1","metadata":{"resourceVersion":"12"},\
            "spec":{"containers":null},"status":{}}}
            """;
    private static final String ADDED = """
            {"type":"ADDED","object":{"kind":"Pod","apiVersion":"v1",\
            "metadata":{"name":"%s","resourceVersion":"13"},"spec":{"containers":[{"name":"job"}]},"status":{}}}
            """;
    private static final String DELETED = ADDED.replace("ADDED", "DELETED");

    private final AtomicInteger lists = new AtomicInteger();
    private final CountDownLatch end = new CountDownLatch(1);

    @Test
    void watchGoesOnAfterABookmark() throws IOException {
        HttpServer api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        api.createContext("/", this::respond);
        api.setExecutor(task -> Thread.ofVirtual().start(task));
        api.start();
        Cluster cluster = new Cluster(
                () -> Config.fromUrl("http://127.0.0.1:" + api.getAddress().getPort()));
        try (ObjectWatch<V1Pod> pods = new ObjectWatch<>("pods", cluster.pods("jobs"))) {
            pods.start();
            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(pods.find("after")).isNotNull());
            assertThat(pods.find("before")).isNull();
            assertThat(lists).as("times that the pods were listed").hasValue(1);
        } finally {
            end.countDown();
            api.stop(0);
        }
    }

    private void respond(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, 0);
        try (exchange;
                var body = exchange.getResponseBody()) {
            if (String.valueOf(exchange.getRequestURI().getQuery()).contains("watch=true")) {
                body.write(
                        (ADDED.formatted("before") + BOOKMARK + DELETED.formatted("before") + ADDED.formatted("after"))
                                .getBytes(UTF_8));
                body.flush();
                end.await();
            } else {
                lists.incrementAndGet();
                body.write(LIST.getBytes(UTF_8));
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
