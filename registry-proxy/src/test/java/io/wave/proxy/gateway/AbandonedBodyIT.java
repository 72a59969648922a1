package io.wave.proxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.proxy.fixture.LeakDetector;
import io.wave.proxy.stub.ProxyTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Clients that announce a body and leave, while request-api responds without the rest of it. */
class AbandonedBodyIT extends ProxyTest {

    /** The response of some of them arrives between the cancellation of the call and the end of its connection. */
    private static final int CLIENTS = 40;

    private static final String REQUEST = """
        POST /v1alpha2/container HTTP/1.1\r
        Host: x\r
        Content-Type: application/json\r
        Content-Length: 3000\r
        \r
        {""";

    /** Not in a buffer that the leak detector follows: this server, too, may find its connection closed. */
    private static final byte[] RESPONSE =
            ("{\"message\":\"too late\"}" + " ".repeat(2_000)).getBytes(StandardCharsets.US_ASCII);

    private final BlockingQueue<Sinks.Empty<Void>> asked = new LinkedBlockingQueue<>();

    @Test
    void unreadResponsesAreReleased() throws IOException, InterruptedException {
        API.route("/v1alpha2/container", (_, response) -> {
            Sinks.Empty<Void> answer = Sinks.empty();
            asked.add(answer);
            return answer.asMono()
                    .then(Mono.defer(() -> response.status(408)
                            .header("Connection", "close")
                            .sendByteArray(Mono.just(RESPONSE))
                            .then()));
        });
        try (LeakDetector leaks = LeakDetector.start()) {
            for (int i = 0; i < CLIENTS; i++) {
                leaveDuringBody();
            }
            assertThat(leaks.found()).isEmpty();
        }
    }

    private void leaveDuringBody() throws IOException, InterruptedException {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
            Sinks.Empty<Void> answer = Objects.requireNonNull(asked.poll(10, TimeUnit.SECONDS));
            client.setSoLinger(true, 0);
            client.close();
            answer.tryEmitEmpty();
        }
    }
}
