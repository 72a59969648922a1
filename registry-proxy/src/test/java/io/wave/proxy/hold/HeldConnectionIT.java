package io.wave.proxy.hold;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.image.Digest;
import io.wave.job.JobRecord;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a client may send on the connection of a held pull, byte by byte. */
class HeldConnectionIT extends ProxyTest {

    private static final int READ_TIMEOUT_MILLIS = 60_000;

    private RequestRecord request;
    private Socket socket;
    private BufferedReader responses;

    @BeforeEach
    void connect() throws IOException {
        request = buildRequest();
        store(request);
        store(job(request, JobState.RUNNING));
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(READ_TIMEOUT_MILLIS);
        responses = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        // From now on the container request is in memory: further pulls are held ahead of the server.
        send(socket, "HEAD", "hasty", path());
        assertThat(next(false)).startsWith("HTTP/1.1 307");
    }

    @AfterEach
    void close() throws IOException {
        socket.close();
    }

    @Test
    void requestsBehindHeldPullAreAnsweredInOrder() throws IOException {
        send(socket, "GET", "skopeo", path());
        awaitHeld(1);
        send(socket, "HEAD", "skopeo", path());
        send(socket, "GET", "skopeo", "/v2/");
        send(socket, "GET", "skopeo", path() + "?hop=1.forged");
        send(socket, "GET", "skopeo", path().replace("/app/", "/other/"));
        succeed();
        assertThat(next(true)).startsWith("HTTP/1.1 200").endsWith(text());
        assertThat(next(false)).startsWith("HTTP/1.1 200").endsWith("\n\n");
        assertThat(next(true)).startsWith("HTTP/1.1 200").endsWith("OK");
        assertThat(next(true)).startsWith("HTTP/1.1 200").endsWith(text());
        assertThat(next(true)).startsWith("HTTP/1.1 404").contains("NAME_UNKNOWN");
        awaitHeld(0);
    }

    @Test
    void requestsBehindRedirectedPullAreAnswered() throws IOException {
        send(socket, "GET", "hasty", path());
        send(socket, "GET", "hasty", path());
        send(socket, "GET", "hasty", "/v2/");
        assertThat(next(false)).startsWith("HTTP/1.1 307");
        assertThat(next(false)).startsWith("HTTP/1.1 307");
        assertThat(next(true)).startsWith("HTTP/1.1 200").endsWith("OK");
        awaitHeld(0);
    }

    @Test
    void requestsAboveQueueLengthAreReadLater() throws IOException {
        int requests = 500;
        send(socket, "GET", "skopeo", path());
        awaitHeld(1);
        for (int i = 0; i < requests; i++) {
            send(socket, "GET", "skopeo", "/v2/");
        }
        succeed();
        assertThat(next(true)).endsWith(text());
        for (int i = 0; i < requests; i++) {
            assertThat(next(true)).as("response %d", i).endsWith("OK");
        }
    }

    @Test
    void clientThatDisconnectsWithQueuedRequestsIsReleased() throws IOException {
        send(socket, "GET", "skopeo", path());
        send(socket, "GET", "skopeo", path());
        awaitHeld(1);
        socket.close();
        awaitHeld(0);
    }

    @Test
    void failedBuildEndsHeldPulls() throws IOException {
        send(socket, "GET", "containerd/2.4.0", path());
        awaitHeld(1);
        store(job(request, JobState.FAILED));
        publish(job(request, JobState.FAILED));
        assertThat(next(true)).startsWith("HTTP/1.1 403").contains("DENIED", "no such package");
    }

    @Test
    void imageThatCannotBeDerivedGivesError() throws IOException {
        send(socket, "GET", "skopeo", path());
        awaitHeld(1);
        JobRecord end = job(request, JobState.SUCCEEDED);
        publish(new JobRecord(
                end.kind(),
                end.id(),
                end.target(),
                end.generation(),
                end.sequence(),
                end.state(),
                new Digest("e".repeat(64)),
                null,
                null,
                end.submittedAt(),
                null,
                null,
                end.deadline(),
                null,
                null));
        assertThat(next(true)).startsWith("HTTP/1.1 404").contains("MANIFEST_UNKNOWN");
        awaitHeld(0);
    }

    private void succeed() {
        store(job(request, JobState.SUCCEEDED));
        publish(job(request, JobState.SUCCEEDED));
    }

    private String path() {
        return manifest(request).getRawPath();
    }

    private static void send(Socket to, String method, String userAgent, String path) throws IOException {
        to.getOutputStream()
                .write("%s %s HTTP/1.1\r\nHost: wave.test\r\nUser-Agent: %s\r\n\r\n"
                        .formatted(method, path, userAgent)
                        .getBytes(StandardCharsets.US_ASCII));
    }

    private String next(boolean hasBody) throws IOException {
        return next(responses, hasBody);
    }

    /** Head and body of the next response, with an empty line between them. */
    private static String next(BufferedReader from, boolean hasBody) throws IOException {
        RawResponse response = RawResponse.read(from, hasBody);
        return response.head() + '\n' + response.body();
    }

    private static String text() {
        return new String(MANIFEST, StandardCharsets.UTF_8);
    }
}
