package io.wave.proxy.hold;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.job.JobState;
import io.wave.proxy.fixture.RawResponse;
import io.wave.proxy.stub.ProxyTest;
import io.wave.token.RequestRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** The idle timeout of a connection does not run while a pull is held. */
@TestPropertySource(properties = "server.netty.idle-timeout=2s")
class HeldPullIdleTimeoutIT extends ProxyTest {

    private static final int READ_TIMEOUT_MILLIS = 120_000;
    /** Each takes a second. */
    private static final int HOPS = 4;

    /**
     * Requests are sent together, or while another one is held: a test thread that is slow does not let the connection
     * become idle.
     */
    @Test
    void heldPullMayExceedIdleTimeout() throws IOException {
        RequestRecord request = buildRequest();
        store(request);
        store(job(request, JobState.RUNNING));
        try (Socket socket = connect()) {
            BufferedReader responses = reader(socket);
            // The first one brings the container request into memory; the second one is held ahead of the server.
            send(socket, pull(request, "HEAD", "hasty") + pull(request, "GET", "skopeo"));
            assertThat(RawResponse.read(responses, false).head()).startsWith("HTTP/1.1 307");
            awaitHeld(1);
            letHopsPass(request);
            send(socket, pull(request, "HEAD", "skopeo"));
            store(job(request, JobState.SUCCEEDED));
            publish(job(request, JobState.SUCCEEDED));
            RawResponse get = RawResponse.read(responses, true);
            assertThat(get.head()).startsWith("HTTP/1.1 200");
            assertThat(get.body()).isEqualTo(new String(MANIFEST, StandardCharsets.UTF_8));
            assertThat(RawResponse.read(responses, false).head()).startsWith("HTTP/1.1 200");
            assertThat(responses.read()).as("an idle connection is closed").isEqualTo(-1);
        }
    }

    private void letHopsPass(RequestRecord request) throws IOException {
        try (Socket socket = connect()) {
            BufferedReader responses = reader(socket);
            send(socket, pull(request, "GET", "hasty").repeat(HOPS));
            for (int i = 0; i < HOPS; i++) {
                assertThat(RawResponse.read(responses, true).head()).startsWith("HTTP/1.1 307");
            }
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(READ_TIMEOUT_MILLIS);
        return socket;
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }

    private String pull(RequestRecord request, String method, String userAgent) {
        return "%s %s HTTP/1.1\r\nHost: wave.test\r\nUser-Agent: %s\r\n\r\n"
                .formatted(method, manifest(request).getRawPath(), userAgent);
    }

    private static void send(Socket socket, String requests) throws IOException {
        socket.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));
    }
}
