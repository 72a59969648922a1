package io.wave.api.access;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A registry that answers for each blob in all repositories. It has no images. */
final class SharingRegistry implements AutoCloseable {

    private static final String UPLOADS = "/blobs/uploads/";

    private final HttpServer server;
    private final Set<String> digests = ConcurrentHashMap.newKeySet();
    private final List<String> uploads = new CopyOnWriteArrayList<>();

    private SharingRegistry(HttpServer server) {
        this.server = server;
    }

    static SharingRegistry start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            SharingRegistry registry = new SharingRegistry(server);
            server.createContext("/", registry::answer);
            server.start();
            return registry;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    String host() {
        return "localhost:" + server.getAddress().getPort();
    }

    /** The paths to which blobs were uploaded. */
    List<String> uploads() {
        return List.copyOf(uploads);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(status(exchange), -1);
        }
    }

    private int status(HttpExchange exchange) {
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/v2/")) {
            return 200;
        }
        if (path.endsWith(UPLOADS)) {
            exchange.getResponseHeaders().set("Location", path + "1");
            return 202;
        }
        if (path.contains(UPLOADS)) {
            digests.add(exchange.getRequestURI().getQuery().replaceFirst(".*digest=", ""));
            uploads.add(path);
            return 201;
        }
        return digests.contains(path.substring(path.lastIndexOf('/') + 1)) ? 200 : 404;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
