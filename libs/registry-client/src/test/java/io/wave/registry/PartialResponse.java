package io.wave.registry;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** A server that sends the first bytes of one response, then nothing until the client disconnects. */
public final class PartialResponse implements AutoCloseable {

    private final ServerSocket server;
    private final CompletableFuture<Void> hungUp = new CompletableFuture<>();

    private PartialResponse(ServerSocket server) {
        this.server = server;
    }

    public static PartialResponse start(int announced, int sent) throws IOException {
        PartialResponse answer = new PartialResponse(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        Thread.ofVirtual().start(() -> answer.answer(announced, sent));
        return answer;
    }

    private void answer(int announced, int sent) {
        try (Socket peer = server.accept()) {
            String head = "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n".formatted(announced);
            peer.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
            peer.getOutputStream().write(new byte[sent]);
            awaitEnd(peer.getInputStream());
        } catch (IOException reset) {
            // A hard end is an end as well.
        } finally {
            hungUp.complete(null);
        }
    }

    private static void awaitEnd(InputStream requests) throws IOException {
        while (requests.read() >= 0) {
            // The request itself.
        }
    }

    public String host() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    public CompletableFuture<Void> hungUp() {
        return hungUp;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
