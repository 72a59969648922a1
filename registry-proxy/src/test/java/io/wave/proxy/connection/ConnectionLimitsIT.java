package io.wave.proxy.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.PoolArenaMetric;
import io.netty.buffer.PoolChunkListMetric;
import io.netty.buffer.PoolChunkMetric;
import io.netty.buffer.PooledByteBufAllocator;
import io.wave.image.Digest;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import io.wave.oci.MediaTypes;
import io.wave.proxy.blob.BlobStreamLimit;
import io.wave.proxy.fixture.RawResponse;
import io.wave.proxy.stub.ProxyTest;
import io.wave.token.RequestRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Clients that open too many connections, or send or read too slowly, on raw sockets of several loopback addresses. */
@TestPropertySource(
        properties = {
            "wave.proxy.connections.per-address=60",
            "wave.proxy.connections.head-timeout=4s",
            "wave.proxy.connections.body-timeout=2s",
            "wave.proxy.connections.write-timeout=25s",
            "wave.proxy.streams.per-address=40"
        })
class ConnectionLimitsIT extends ProxyTest {

    /** The registry of the test runs in this JVM and must not use the memory that is measured. */
    private static final byte[] PART = new byte[64 << 10];

    private static final int PARTS = 256;
    private static final byte[] BLOB = new byte[PARTS * PART.length];
    private static final Digest BLOB_DIGEST = Digest.of(BLOB);
    private static final byte[] MANIFEST_OF_BLOB = """
        {"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"%s","digest":"sha256:%s","size":2},
        "layers":[{"mediaType":"%s","digest":"%s","size":%d}]}\
        """.formatted(
                    MediaTypes.OCI_MANIFEST,
                    MediaTypes.OCI_CONFIG,
                    "0".repeat(64),
                    MediaTypes.OCI_LAYER_GZIP,
                    BLOB_DIGEST,
                    BLOB.length)
            .getBytes(StandardCharsets.UTF_8);
    private static final String UPSTREAM_PATH = "/v2/app/blobs/" + BLOB_DIGEST;
    private static final int READERS = 40;
    private static final int UNFINISHED = 300;
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private final List<Socket> sockets = new ArrayList<>();

    @Autowired
    private BlobStreamLimit streams;

    @Autowired
    private ConnectionLimiter connections;

    @BeforeEach
    void serveBlob() {
        API.route(
                UPSTREAM_PATH,
                (_, response) -> response.header("Content-Length", Integer.toString(BLOB.length))
                        .sendByteArray(Flux.range(0, PARTS).map(_ -> PART)));
    }

    @AfterEach
    void closeSockets() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        await().atMost(TIMEOUT).until(() -> streams.active() == 0);
    }

    @Test
    void incompleteHeadersGive408() throws IOException {
        Socket socket = open("127.0.0.10", "GET /v2/ HTTP/1.1\r\nHost: x\r\nX-A: ");
        assertThat(answer(socket)).startsWith("HTTP/1.1 408");
    }

    @ParameterizedTest
    @ValueSource(ints = {20_000, 1_000_000})
    void tooLargeHeadersGive431WithTheLimit(int length) throws IOException {
        Socket socket = open("127.0.0.10", "GET /v2/ HTTP/1.1\r\nHost: x\r\n");
        sendUntilReset(socket, "Authorization: Bearer " + "a".repeat(length) + "\r\nX-A: " + "b".repeat(2_000));
        assertThat(answer(socket))
                .startsWith("HTTP/1.1 431")
                .contains(
                        "{\"message\":\"headers: must not have more than 20 KB in total: an API token of at most 16384");
    }

    @Test
    void tooLongUrlGives414WithTheLimit() throws IOException {
        Socket socket = open("127.0.0.10", "GET /v2/%s HTTP/1.1\r\nHost: x\r\n\r\n".formatted("a".repeat(8_300)));
        assertThat(answer(socket))
                .startsWith("HTTP/1.1 414")
                .contains("{\"message\":\"URL: must not be longer than 8 KB", "\"errors\":[{\"code\"");
    }

    @Test
    void tokensOf16KilobytesPass() throws IOException {
        String token = "a".repeat(16_384);
        API.route(
                "/service-info",
                (request, response) -> response.sendString(Mono.just("length "
                        + String.valueOf(request.requestHeaders().get("Authorization"))
                                .length())));
        Socket socket = open(
                "127.0.0.10",
                "GET /service-info HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer %s\r\n\r\n"
                        .formatted(token));
        assertThat(answer(socket)).startsWith("HTTP/1.1 200").contains("length 16391");
    }

    @Test
    void silentConnectionIsClosed() throws IOException {
        Socket socket = open("127.0.0.10", "");
        assertThat(answer(socket)).isEmpty();
    }

    @Test
    void idleConnectionBetweenRequestsStaysOpen() throws IOException {
        // Given
        Socket socket = open("127.0.0.10", "GET /v2/ HTTP/1.1\r\nHost: x\r\n\r\n");
        RawResponse.read(
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII)), true);
        // When
        socket.setSoTimeout(6_000);
        assertThat(stillOpen(socket)).isTrue();
        send(socket, "GET /v2/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        // Then
        assertThat(answer(socket)).startsWith("HTTP/1.1 200");
    }

    @Test
    void missingBodyClosesConnection() throws IOException {
        API.route(
                "/v1alpha2/container", (request, response) -> request.receive().then(response.send()));
        Socket socket = open(
                "127.0.0.10",
                "POST /v1alpha2/container HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                        + "Content-Length: 1000\r\n\r\n{");
        assertThat(answer(socket)).startsWith("HTTP/1.1 408");
    }

    /** The timers of the web server would keep each request for as long as a body may take. */
    @Test
    void answeredRequestsAreNotKeptInMemory() throws Exception {
        int calls = 3_000;
        Socket socket = open("127.0.0.15", "");
        BufferedReader answers =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        for (int i = 0; i < calls; i++) {
            send(socket, "GET /v2/ HTTP/1.1\r\nHost: x\r\n\r\n");
            RawResponse.read(answers, true);
        }
        assertThat(instances("reactor.netty.http.server.HttpServerOperations")).isLessThan(calls / 10);
    }

    /** Number of live objects of a class, counted after a garbage collection. */
    private static long instances(String type) throws JMException {
        Object histogram = ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        return String.valueOf(histogram)
                .lines()
                .map(line -> line.strip().split("\\s+", 5))
                .filter(columns -> columns.length > 3 && columns[3].equals(type))
                .mapToLong(columns -> Long.parseLong(columns[1]))
                .findFirst()
                .orElse(0);
    }

    @Test
    void connectionsPerAddressAreLimitedAndOthersAreServed() throws IOException {
        // Given
        for (int i = 0; i < 60; i++) {
            Socket kept = open("127.0.0.11", "GET /v2/ HTTP/1.1\r\nHost: x\r\n\r\n");
            RawResponse.read(
                    new BufferedReader(new InputStreamReader(kept.getInputStream(), StandardCharsets.US_ASCII)), true);
        }
        // When
        long before = connections.rejected();
        Socket over = open("127.0.0.11", "");
        // Then
        assertThat(answer(over)).isEmpty();
        assertThat(connections.rejected()).isGreaterThan(before);
        assertThat(answer(open("127.0.0.12", "GET /v2/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void incompleteHeadersOfOneAddressDoNotBlockOthers() throws IOException {
        // Given
        await().atMost(TIMEOUT).until(() -> connections.open() == 0);
        long before = connections.rejected();
        // When
        for (int i = 0; i < UNFINISHED; i++) {
            openIfLet("127.0.0.17", "GET /v2/ HTTP/1.1\r\nHost: x\r\nX-A: ");
        }
        // Then
        await().atMost(TIMEOUT).until(() -> connections.rejected() > before);
        assertThat(connections.open()).isLessThanOrEqualTo(60);
        assertThat(answer(open("127.0.0.18", "GET /v2/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")))
                .startsWith("HTTP/1.1 200");
        await("the heads are given up").atMost(TIMEOUT).until(() -> connections.open() == 0);
    }

    private void openIfLet(String from, String request) {
        try {
            open(from, request);
        } catch (IOException refused) {
            // The connection is rejected, which is what the test is about.
        }
    }

    @Test
    void stoppedReadersUseLittleMemoryAreLimitedAndDisconnected() throws IOException {
        // Given
        String blob = "/v2/wt/" + imageRequest(DIGEST).token() + "/app/blobs/" + BLOB_DIGEST;
        String call = "GET " + blob + " HTTP/1.1\r\nHost: x\r\n\r\n";
        long before = activeBytes();
        for (int i = 0; i < READERS; i++) {
            open("127.0.0.13", call);
        }
        // When
        await().atMost(TIMEOUT).until(() -> streams.active() == READERS);
        await().atMost(TIMEOUT).until(() -> Collections.frequency(API.calls(), "GET " + UPSTREAM_PATH) >= READERS);
        await().atMost(TIMEOUT).until(this::settled);
        long each = (activeBytes() - before) / READERS;
        // Then
        assertThat(each).as("direct memory of a stream").isLessThanOrEqualTo(BlobStreamLimit.BYTES_PER_STREAM);
        String refusal = answer(open("127.0.0.13", call.replace("Host: x", "Host: x\r\nConnection: close")));
        assertThat(refusal).startsWith("HTTP/1.1 429").containsIgnoringCase("retry-after: 10");
        assertThat(answer(open("127.0.0.14", "GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")))
                .startsWith("HTTP/1.1 200");
        await("the readers are dropped").atMost(TIMEOUT).until(() -> streams.active() == 0);
    }

    @Test
    void blobRequestsThatWaitForBuildNeedNoPermit() throws IOException {
        // Given
        RequestRecord building = buildRequest();
        store(job(building, JobState.RUNNING));
        for (int i = 0; i < READERS; i++) {
            open("127.0.0.15", blobCall(building));
        }
        awaitHeld(READERS);
        // Then
        assertThat(streams.active()).isZero();
        assertThat(statusLine(open("127.0.0.15", blobCall(imageRequest(DIGEST)))))
                .startsWith("HTTP/1.1 200");
        closeSockets();
        awaitHeld(0);
    }

    @Test
    void blobRequestAcquiresPermitAfterBuild() throws IOException {
        // Given
        RequestRecord building = buildRequest();
        store(job(building, JobState.RUNNING));
        Socket waiting = open("127.0.0.16", blobCall(building));
        awaitHeld(1);
        API.route(
                "/v2/app/manifests/" + Digest.of(MANIFEST_OF_BLOB),
                (_, response) -> response.header("Content-Type", MediaTypes.OCI_MANIFEST)
                        .sendByteArray(Mono.just(MANIFEST_OF_BLOB)));
        // When
        JobRecord done = made(job(building, JobState.SUCCEEDED), Digest.of(MANIFEST_OF_BLOB));
        store(done);
        publish(done);
        // Then
        await().atMost(TIMEOUT).until(() -> streams.active() == 1);
        assertThat(statusLine(waiting)).startsWith("HTTP/1.1 200");
    }

    private static JobRecord made(JobRecord job, Digest digest) {
        return new JobRecord(
                job.kind(),
                job.id(),
                job.target(),
                job.generation(),
                job.sequence(),
                job.state(),
                digest,
                null,
                null,
                job.submittedAt(),
                null,
                null,
                job.deadline(),
                null,
                null);
    }

    private static String blobCall(RequestRecord request) {
        return "GET /v2/wt/%s/app/blobs/%s HTTP/1.1\r\nHost: x\r\n\r\n".formatted(request.token(), BLOB_DIGEST);
    }

    private static String statusLine(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        InputStream in = socket.getInputStream();
        for (int next = in.read(); next >= 0 && next != '\r'; next = in.read()) {
            line.append((char) next);
        }
        return line.toString();
    }

    /** Whether the memory in use is stable. */
    private boolean settled() {
        long now = activeBytes();
        return await().pollDelay(Duration.ofSeconds(1)).until(this::activeBytes, later -> later >= 0) == now;
    }

    private long activeBytes() {
        long bytes = 0;
        for (PoolArenaMetric arena : PooledByteBufAllocator.DEFAULT.metric().directArenas()) {
            for (PoolChunkListMetric chunks : arena.chunkLists()) {
                for (PoolChunkMetric chunk : chunks) {
                    bytes += chunk.chunkSize() - chunk.freeBytes();
                }
            }
        }
        return bytes;
    }

    private Socket open(String from, String request) throws IOException {
        Socket socket = new Socket();
        sockets.add(socket);
        socket.setReceiveBufferSize(4_096);
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
        socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
        socket.setSoTimeout((int) TIMEOUT.toMillis());
        send(socket, request);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** The server may close the connection before it has received everything. */
    private static void sendUntilReset(Socket socket, String text) throws IOException {
        try {
            send(socket, text);
        } catch (SocketException closed) {
            assertThat(socket.isClosed()).isFalse();
        }
    }

    /** Everything that arrives until the connection is closed; nothing if it is reset. */
    private static String answer(Socket socket) throws IOException {
        try (InputStream in = socket.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (SocketException reset) {
            return "";
        }
    }

    private static boolean stillOpen(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() >= 0;
        } catch (SocketTimeoutException silent) {
            return true;
        }
    }
}
