package io.wave.store;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** A relay that interrupts the responses of a server. */
final class CuttingRelay implements Closeable {

    private final ServerSocket door;
    private final int port;
    private final AtomicInteger cutsLeft = new AtomicInteger();
    private volatile int cutAfter = Integer.MAX_VALUE;

    CuttingRelay(int port) throws IOException {
        this.port = port;
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    /** Interrupts a number of connections after a number of response bytes. */
    void cut(int connections, int afterBytes) {
        cutAfter = afterBytes;
        cutsLeft.set(connections);
    }

    int cutsLeft() {
        return cutsLeft.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = door.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
                Thread.ofVirtual().start(() -> copy(client, server, Integer.MAX_VALUE));
                Thread.ofVirtual().start(() -> copy(server, client, cutAfter));
            }
        } catch (IOException closed) {
            // The test has ended.
        }
    }

    private void copy(Socket from, Socket to, int limit) {
        byte[] buffer = new byte[1024];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            int copied = 0;
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                copied += length;
                if (copied > limit && cutsLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                    return;
                }
                out.write(buffer, 0, length);
            }
        } catch (IOException gone) {
            // One of both has closed the connection.
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
