package io.wave.benchmark.hostile;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.wave.image.Digest;
import io.wave.oci.MediaTypes;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A registry whose images attack their readers. The repository determines how; see {@link #REPOSITORIES}. Every
 * answer ends by itself.
 */
final class HostileRegistry implements AutoCloseable {

    /** Configurations that are wide trees, that drip, that never end, many large ones in an index, endless tag lists. */
    static final String[] REPOSITORIES = {"wide", "drip", "endless", "index", "error"};

    private static final int ENTRIES = 200;
    private static final int CONFIG_SIZE = 4_000_000;
    private static final int ENDLESS = 64_000_000;
    private static final Duration DRIP = Duration.ofMinutes(2);
    private static final byte[] CHUNK = "0,".repeat(32 * 1024).getBytes(StandardCharsets.US_ASCII);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, byte[]> documents = new ConcurrentHashMap<>();
    private final HttpServer server;
    private final String index;

    private HostileRegistry(HttpServer server) {
        this.server = server;
        this.index = index();
    }

    static HostileRegistry start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        HostileRegistry registry = new HostileRegistry(server);
        server.setExecutor(registry.threads);
        server.createContext("/", registry::answer);
        server.start();
        return registry;
    }

    /** Host and port as they stand in image names. */
    String host() {
        return "localhost:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String reference = path.substring(path.lastIndexOf('/') + 1);
            byte[] document = documents.get(reference);
            if (path.equals("/v2/")) {
                exchange.sendResponseHeaders(200, -1);
            } else if (path.startsWith("/v2/error/")) {
                stream(exchange, 500, "application/json", ENDLESS, Duration.ZERO);
            } else if (document != null) {
                send(exchange, type(path), document);
            } else if (path.contains("/manifests/")) {
                send(exchange, type(path), manifest(path));
            } else if (path.startsWith("/v2/index/")) {
                stream(exchange, 200, "application/json", CONFIG_SIZE, Duration.ZERO);
            } else if (path.startsWith("/v2/drip/")) {
                stream(exchange, 200, "application/json", CONFIG_SIZE, DRIP);
            } else {
                stream(
                        exchange,
                        200,
                        "application/json",
                        path.startsWith("/v2/wide/") ? CONFIG_SIZE : ENDLESS,
                        Duration.ZERO);
            }
        } catch (IOException clientLeft) {
            // The service may hang up at any moment, and should.
        }
    }

    private byte[] manifest(String path) {
        return path.startsWith("/v2/index/") ? index.getBytes(StandardCharsets.UTF_8) : image(path);
    }

    /** An index whose images differ in one character each, so that nothing of them can be shared. */
    private String index() {
        StringBuilder entries = new StringBuilder();
        for (int i = 0; i < ENTRIES; i++) {
            byte[] image = image("entry " + i);
            String digest = Digest.of(image).toString();
            documents.put(digest, image);
            entries.append(i == 0 ? "" : ",").append("""
                    {"mediaType":"%s","digest":"%s","size":%d,"platform":{"os":"linux","architecture":"amd64","variant":"v%d"}}""".formatted(MediaTypes.OCI_MANIFEST, digest, image.length, i));
        }
        return "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}".formatted(MediaTypes.OCI_INDEX, entries);
    }

    private static byte[] image(String seed) {
        Digest config = Digest.of(seed.getBytes(StandardCharsets.UTF_8));
        return """
                {"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"%s","digest":"%s","size":%d},"layers":[]}""".formatted(MediaTypes.OCI_MANIFEST, MediaTypes.OCI_CONFIG, config, CONFIG_SIZE)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String type(String path) {
        return path.startsWith("/v2/index/manifests/") && !path.contains("sha256:")
                ? MediaTypes.OCI_INDEX
                : MediaTypes.OCI_MANIFEST;
    }

    private static void send(HttpExchange exchange, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders()
                .set("Docker-Content-Digest", Digest.of(body).toString());
        boolean head = exchange.getRequestMethod().equals("HEAD");
        if (head) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
        }
        exchange.sendResponseHeaders(200, head ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
    }

    /** A JSON array of this many bytes, sent evenly over this time. */
    private static void stream(HttpExchange exchange, int status, String type, int size, Duration time)
            throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, 0);
        OutputStream body = exchange.getResponseBody();
        body.write('[');
        int chunks = size / CHUNK.length;
        for (int i = 0; i < chunks; i++) {
            body.write(CHUNK);
            body.flush();
            pause(time.dividedBy(chunks));
        }
    }

    private static void pause(Duration time) throws IOException {
        try {
            Thread.sleep(time);
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
            throw new IOException(closed);
        }
    }
}
