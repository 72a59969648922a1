package io.wave.builder.buildkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;

/**
 * A program that runs in the network namespace of a daemon and passes connections on to sockets of the worker, which are files
 * and therefore reachable from all network namespaces. It is started from this class file alone, so it uses no other class.
 *
 * <p>It connects to the worker and gets lines {@code <host> <port> <socket>}: it listens on that address, passes connections on to
 * that socket, and answers {@code ok} or what is wrong. It ends when the worker closes the connection.
 */
final class NetworkGate {

    private static final int MOST_CONNECTIONS = 512;
    private static final int BUFFER = 16 * 1024;

    private NetworkGate() {}

    /** @param arguments the socket of the worker */
    public static void main(String[] arguments) throws IOException {
        try (SocketChannel worker = SocketChannel.open(UnixDomainSocketAddress.of(arguments[0]));
                BufferedReader lines = new BufferedReader(Channels.newReader(worker, StandardCharsets.UTF_8))) {
            Semaphore connections = new Semaphore(MOST_CONNECTIONS);
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                write(worker, open(line.split(" ", 3), connections) + "\n");
            }
        }
    }

    private static void write(SocketChannel channel, String text) throws IOException {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static String open(String[] words, Semaphore connections) {
        try {
            ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.INET);
            listener.bind(new InetSocketAddress(words[0], Integer.parseInt(words[1])));
            Thread.ofPlatform().daemon().start(() -> accept(listener, words[2], connections));
            return "ok";
        } catch (IOException failure) {
            return "cannot listen on %s:%s: %s".formatted(words[0], words[1], failure.getMessage());
        }
    }

    private static void accept(ServerSocketChannel listener, String socket, Semaphore connections) {
        try {
            while (true) {
                connections.acquireUninterruptibly();
                SocketChannel client = listener.accept();
                Thread.ofVirtual().start(() -> {
                    try {
                        serve(client, socket);
                    } finally {
                        connections.release();
                    }
                });
            }
        } catch (IOException broken) {
            // Without a listener the daemon has no network: its supervisor restarts both.
            Runtime.getRuntime().halt(1);
        }
    }

    private static void serve(SocketChannel client, String socket) {
        try (client;
                SocketChannel worker = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            Thread back = Thread.ofVirtual().start(() -> copy(worker, client));
            copy(client, worker);
            back.join();
        } catch (IOException ended) {
            // One side has disconnected; the other connection is closed too.
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static void copy(SocketChannel from, SocketChannel to) {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        try {
            while (from.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
                buffer.clear();
            }
            to.shutdownOutput();
        } catch (IOException ended) {
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
}
