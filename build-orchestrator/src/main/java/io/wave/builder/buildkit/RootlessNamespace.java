package io.wave.builder.buildkit;

import io.wave.job.engine.guard.GuardedDaemon;
import io.wave.job.engine.guard.UserNamespace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The network namespace of a daemon whose worker is not root. The worker cannot enter it, so a {@link NetworkGate} that starts
 * with the daemon listens in it. It ends with the daemon, and the daemon with it.
 */
final class RootlessNamespace implements DaemonNamespace {

    private static final String SCRIPT = "rootless-daemon";
    private static final String GATE = NetworkGate.class.getName().replace('.', '/') + ".class";
    private static final String OK = "ok";

    private final Path folder;
    private final Path runtime;
    private final String address;
    private final ServerSocketChannel worker;
    private final CompletableFuture<SocketChannel> connection = new CompletableFuture<>();
    private volatile @Nullable Gate gate;

    /** The running gate. */
    private record Gate(long process, SocketChannel channel, BufferedReader answers) {}

    private RootlessNamespace(Path folder, Path runtime, String address, ServerSocketChannel worker) {
        this.folder = folder;
        this.runtime = runtime;
        this.address = address;
        this.worker = worker;
    }

    /**
     * Prepares a namespace, which the daemon gets when it starts.
     *
     * @param folder folder of the daemon
     * @param runtime folder of sockets
     * @param address additional address of its loopback interface
     */
    static RootlessNamespace prepare(Path folder, Path runtime, String address) throws IOException {
        BundledScript.write(SCRIPT, folder.resolve(SCRIPT));
        writeGate(folder.resolve("gate"));
        RootlessNamespace namespace =
                new RootlessNamespace(folder, runtime, address, bind(runtime.resolve("gate.sock")));
        Thread.ofVirtual().name("network-gate").start(namespace::accept);
        return namespace;
    }

    private static void writeGate(Path classes) throws IOException {
        try (InputStream gate = NetworkGate.class.getClassLoader().getResourceAsStream(GATE)) {
            if (gate == null) {
                throw new IllegalStateException(GATE + ": not found on the class path");
            }
            Path file = classes.resolve(GATE);
            Files.createDirectories(file.getParent());
            Files.copy(gate, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static ServerSocketChannel bind(Path socket) throws IOException {
        Files.deleteIfExists(socket);
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            return channel.bind(UnixDomainSocketAddress.of(socket));
        } catch (IOException failure) {
            channel.close();
            throw failure;
        }
    }

    private void accept() {
        try {
            connection.complete(worker.accept());
        } catch (IOException closed) {
            connection.completeExceptionally(closed);
        }
    }

    @Override
    public List<String> starting(List<String> daemon) {
        List<String> words = new ArrayList<>(List.of(
                "bash",
                folder.resolve(SCRIPT).toString(),
                address,
                folder.toString(),
                java().toString(),
                folder.resolve("gate").toString(),
                runtime.resolve("gate.sock").toString()));
        words.addAll(daemon);
        return words;
    }

    /** The program that runs the gate. */
    static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    @Override
    public void await(GuardedDaemon daemon, Duration timeout) throws IOException, InterruptedException {
        try {
            CompletableFuture.anyOf(connection, daemon.ended()).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            SocketChannel channel = connection.getNow(null);
            if (channel == null) {
                throw new IOException("it exited");
            }
            gate = new Gate(
                    daemon.pid(), channel, new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8)));
        } catch (ExecutionException failure) {
            throw new IOException("no connection from its network", failure.getCause());
        } catch (TimeoutException late) {
            throw new IOException("no connection from its network within %d s".formatted(timeout.toSeconds()), late);
        }
    }

    private Gate gate() {
        Gate present = gate;
        if (present == null) {
            throw new IllegalStateException("the daemon was not started");
        }
        return present;
    }

    @Override
    public List<String> inside(List<String> command) {
        return UserNamespace.inThatOf(gate().process(), true, command);
    }

    @Override
    public synchronized ServerSocketChannel listen(InetSocketAddress listening) throws IOException {
        Path socket = runtime.resolve("port-%d.sock".formatted(listening.getPort()));
        ServerSocketChannel channel = bind(socket);
        try {
            String line = "%s %d %s\n".formatted(listening.getAddress().getHostAddress(), listening.getPort(), socket);
            Channels.newOutputStream(gate().channel()).write(line.getBytes(StandardCharsets.UTF_8));
            String answer = gate().answers().readLine();
            if (!OK.equals(answer)) {
                throw new IOException(answer == null ? "the network of the daemon has ended" : answer);
            }
            return channel;
        } catch (IOException failure) {
            channel.close();
            throw failure;
        }
    }

    @Override
    public void close() throws IOException {
        worker.close();
        Gate present = gate;
        if (present != null) {
            present.channel().close();
        }
    }
}
