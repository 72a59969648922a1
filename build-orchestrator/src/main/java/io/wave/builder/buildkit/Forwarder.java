package io.wave.builder.buildkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Forwards connections from a socket of another network namespace to a port of the loopback interface. If that port is the
 * proxy for builds, the credentials of the daemon are added to the first request.
 */
final class Forwarder implements AutoCloseable {

    private static final int MOST_CONNECTIONS = 1024;
    private static final int LONGEST_LINE = 16 * 1024;

    private final ServerSocketChannel listener;
    private final int port;
    private final @Nullable String authorization;
    private final Semaphore connections = new Semaphore(MOST_CONNECTIONS);

    private Forwarder(ServerSocketChannel listener, int port, @Nullable String authorization) {
        this.listener = listener;
        this.port = port;
        this.authorization = authorization;
    }

    /** Forwards bytes. */
    static Forwarder of(ServerSocketChannel listener, int port) {
        return new Forwarder(listener, port, null).start();
    }

    /** Forwards proxy requests with this {@code Proxy-Authorization} header. */
    static Forwarder ofProxy(ServerSocketChannel listener, int port, String authorization) {
        return new Forwarder(listener, port, authorization).start();
    }

    private Forwarder start() {
        Thread.ofVirtual().name("forward-" + port).start(this::accept);
        return this;
    }

    private void accept() {
        try {
            while (listener.isOpen()) {
                SocketChannel client = listener.accept();
                connections.acquireUninterruptibly();
                Thread.ofVirtual().name("forward-" + port).start(() -> {
                    try {
                        serve(client);
                    } finally {
                        connections.release();
                    }
                });
            }
        } catch (IOException closed) {
            // The daemon has exited.
        }
    }

    private void serve(SocketChannel client) {
        try (client;
                SocketChannel server =
                        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
            Thread back = Thread.ofVirtual().name("forward-back-" + port).start(() -> copy(server, client));
            InputStream in = Channels.newInputStream(client);
            OutputStream out = Channels.newOutputStream(server);
            if (authorization == null || passHead(in, out, authorization)) {
                copy(client, server);
            }
            server.shutdownOutput();
            back.join();
        } catch (IOException ended) {
            // One side has disconnected; the other connection is closed too.
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** The guard handles one request per connection. */
    private static boolean passHead(InputStream in, OutputStream out, String authorization) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0; next = in.read()) {
            line.append((char) next);
            if (next == '\n') {
                line.append("Proxy-Authorization: ").append(authorization).append("\r\n");
                out.write(line.toString().getBytes(StandardCharsets.ISO_8859_1));
                return true;
            }
            if (line.length() > LONGEST_LINE) {
                return false;
            }
        }
        return false;
    }

    private static void copy(SocketChannel from, SocketChannel to) {
        try {
            Channels.newInputStream(from).transferTo(Channels.newOutputStream(to));
            to.shutdownOutput();
        } catch (IOException ended) {
            // The other direction ends as well.
            close(from);
            close(to);
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException closed) {
            // Already closed.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
