package io.wave.benchmark;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** A collector for OTLP over HTTP that accepts spans and drops them. */
final class TraceSink implements AutoCloseable {

    private static final String PATH = "/v1/traces";

    private final AtomicLong bytes = new AtomicLong();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    private TraceSink(HttpServer server) {
        this.server = server;
    }

    static TraceSink start() throws IOException {
        TraceSink sink =
                new TraceSink(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        sink.server.createContext(PATH, sink::accept);
        sink.server.setExecutor(sink.threads);
        sink.server.start();
        return sink;
    }

    String address() {
        return "http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), PATH);
    }

    /** How much was sent to it. */
    long bytes() {
        return bytes.get();
    }

    private void accept(HttpExchange exchange) throws IOException {
        try (exchange) {
            bytes.addAndGet(exchange.getRequestBody().transferTo(OutputStream.nullOutputStream()));
            exchange.sendResponseHeaders(200, -1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
