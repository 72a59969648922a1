package io.wave.messaging;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A way to a server that a test can close, as when the server is away, and open again. */
public final class Gate implements AutoCloseable {

    private final ServerSocket socket;
    private final InetSocketAddress server;
    private final Queue<Socket> passing = new ConcurrentLinkedQueue<>();
    private volatile boolean open;

    private Gate(ServerSocket socket, InetSocketAddress server) {
        this.socket = socket;
        this.server = server;
    }

    /** A gate that is closed as yet. */
    public static Gate to(String host, int port) {
        try {
            var gate = new Gate(
                    new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), new InetSocketAddress(host, port));
            Thread.ofVirtual().start(gate::accept);
            return gate;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public int port() {
        return socket.getLocalPort();
    }

    public void open() {
        open = true;
    }

    /** Cuts all connections; new ones are cut at once. */
    public void shut() {
        open = false;
        passing.forEach(Gate::cut);
        passing.clear();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        shut();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                if (open) {
                    connect(client);
                } else {
                    cut(client);
                }
            } catch (IOException closed) {
                // The loop's condition says whether that was all.
            }
        }
    }

    private void connect(Socket client) throws IOException {
        Socket upstream = new Socket(server.getAddress(), server.getPort());
        passing.add(client);
        passing.add(upstream);
        Thread.ofVirtual().start(() -> pump(client, upstream));
        Thread.ofVirtual().start(() -> pump(upstream, client));
    }

    private static void pump(Socket from, Socket to) {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException cut) {
            // The other direction ends too, below.
        } finally {
            cut(from);
            cut(to);
        }
    }

    private static void cut(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            // As it should be.
        }
    }
}
