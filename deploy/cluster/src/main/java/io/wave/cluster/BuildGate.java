package io.wave.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Holds builds in their RUN step. A container file with {@link #step} sends a request to this server, which responds when the
 * gate is opened. A killed build drops its connection, so the gate counts the builds that really run.
 */
public final class BuildGate implements AutoCloseable {

    private final ServerSocket server;
    private final Map<String, Gate> gates = new ConcurrentHashMap<>();

    private BuildGate(ServerSocket server) {
        this.server = server;
    }

    /** Starts one on a free port of the loopback interface. */
    public static BuildGate start() {
        try {
            BuildGate gate = new BuildGate(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
            Thread.ofVirtual().name("build-gate").start(gate::accept);
            return gate;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * The line of a container file that waits until the gate of this name is {@linkplain #open opened}. It connects by
     * itself and not through the worker's proxy: its connection ends with the step, not with the worker.
     */
    public String step(String name) {
        return "RUN wget -Y off -q -O /gate-%s http://127.0.0.1:%d/%s".formatted(name, server.getLocalPort(), name);
    }

    /** Releases the builds at this gate, and all later ones. */
    public void open(String name) {
        gate(name).opened.countDown();
    }

    /** The number of builds that wait at the gate. */
    public int running(String name) {
        return gate(name).running.get();
    }

    /** The number of builds that have reached the gate. */
    public int started(String name) {
        return gate(name).started.get();
    }

    /** The maximum number of builds that waited at the same time. */
    public int mostAtOnce(String name) {
        return gate(name).mostAtOnce.get();
    }

    @Override
    public void close() {
        try {
            server.close();
            gates.values().forEach(gate -> gate.opened.countDown());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Gate gate(String name) {
        return gates.computeIfAbsent(name, _ -> new Gate());
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket build = server.accept();
                Thread.ofVirtual().start(() -> hold(build));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void hold(Socket build) {
        try (build) {
            BufferedReader request =
                    new BufferedReader(new InputStreamReader(build.getInputStream(), StandardCharsets.US_ASCII));
            String line = request.readLine();
            if (line == null) {
                return;
            }
            Gate gate = gate(line.split(" ")[1].substring(1));
            gate.enter();
            Thread opener = Thread.ofVirtual().start(() -> answerWhenOpen(gate, build));
            try {
                // The end of the stream is the end of the build's step, whether it was answered or killed.
                request.transferTo(Writer.nullWriter());
            } finally {
                opener.interrupt();
                gate.running.decrementAndGet();
            }
        } catch (IOException gone) {
            // A killed build may reset its connection.
        }
    }

    private static void answerWhenOpen(Gate gate, Socket build) {
        try {
            gate.opened.await();
            OutputStream answer = build.getOutputStream();
            answer.write("HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nopen\n".getBytes(StandardCharsets.US_ASCII));
            answer.flush();
            build.shutdownOutput();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } catch (IOException gone) {
            // The build has disconnected.
        }
    }

    private static final class Gate {
        private final CountDownLatch opened = new CountDownLatch(1);
        private final AtomicInteger running = new AtomicInteger();
        private final AtomicInteger started = new AtomicInteger();
        private final AtomicInteger mostAtOnce = new AtomicInteger();

        private void enter() {
            started.incrementAndGet();
            mostAtOnce.accumulateAndGet(running.incrementAndGet(), Math::max);
        }
    }
}
