package io.wave.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HeldPullsTest {

    private static final int PULLS = 50;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final CountDownLatch built = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), PULLS);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void followEachHopAndNoteWhenTheImageBegins() throws IOException {
        try (HeldPulls pulls = new HeldPulls(server.getAddress(), "/pull")) {
            // Given
            pulls.open(PULLS, LIMIT);
            long opened = System.currentTimeMillis();
            // When
            built.countDown();
            pulls.awaitAll(LIMIT);
            // Then
            assertThat(pulls.firstBytes()).hasSize(PULLS).isSorted();
            assertThat(pulls.firstBytes()[0]).isGreaterThanOrEqualTo(opened);
            assertThat(pulls.hops()).isEqualTo(PULLS);
            assertThat(pulls.failed()).isZero();
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        if (exchange.getRequestURI().getQuery() == null) {
            // The body is ended, not the exchange: that would end the connection too.
            exchange.getResponseHeaders().set("Location", "/pull?hop=1");
            exchange.sendResponseHeaders(307, -1);
            exchange.getResponseBody().close();
        } else {
            awaitBuild();
            exchange.sendResponseHeaders(200, 4);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(new byte[4]);
            }
        }
    }

    private void awaitBuild() {
        try {
            built.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
