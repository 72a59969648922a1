package io.wave.local.fake;

import io.wave.local.process.LocalServiceException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * Relays connections to a server on this machine, and stops what the server sends after a number of bytes, until it is opened
 * again: a transfer that is held in its middle for as long as a test needs.
 */
public final class GatedRelay implements AutoCloseable {

    private static final int CHUNK = 8 * 1024;
    private static final int BACKLOG = 50;

    private final ServerSocket server;
    private final int port;
    private long passed;
    private long limit = Long.MAX_VALUE;
    private int blocked;

    private GatedRelay(ServerSocket server, int port) {
        this.server = server;
        this.port = port;
    }

    /** Starts an open one to the server on this port of the loopback interface. */
    public static GatedRelay to(int port) {
        try {
            GatedRelay relay = new GatedRelay(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()), port);
            Thread.ofVirtual().name("gated-relay").start(relay::accept);
            return relay;
        } catch (IOException failed) {
            throw LocalServiceException.of("Gated relay", failed);
        }
    }

    /** Host and port as in image names. */
    public String host() {
        return "localhost:" + server.getLocalPort();
    }

    /** Lets so many more bytes pass, in total over all connections. */
    public synchronized void closeAfter(long bytes) {
        limit = passed + bytes;
    }

    public synchronized void open() {
        limit = Long.MAX_VALUE;
        notifyAll();
    }

    /** Whether the server has sent something that is held. */
    public synchronized boolean isHolding() {
        return blocked > 0;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Socket target = new Socket(InetAddress.getLoopbackAddress(), port);
                Thread.ofVirtual().start(() -> copy(client, target, false));
                Thread.ofVirtual().start(() -> copy(target, client, true));
            } catch (IOException closed) {
                // The relay is closed, or the server is gone: clients notice.
            }
        }
    }

    private void copy(Socket from, Socket to, boolean gated) {
        byte[] chunk = new byte[CHUNK];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                if (gated) {
                    await(length);
                }
                out.write(chunk, 0, length);
            }
        } catch (IOException gone) {
            // One of the two has closed the connection.
        }
    }

    private synchronized void await(int length) throws IOException {
        if (passed < limit) {
            passed += length;
            return;
        }
        blocked++;
        try {
            while (passed >= limit && !server.isClosed()) {
                wait();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException(stopped);
        } finally {
            blocked--;
        }
        passed += length;
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException failed) {
            throw LocalServiceException.of("Gated relay", failed);
        }
        open();
    }
}
