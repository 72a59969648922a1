package io.wave.builder.buildkit;

import io.wave.job.engine.guard.GuardedDaemon;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * A network namespace (network_namespaces(7)) with a loopback interface only, kept by a file. Programs can run in it, and this
 * JVM can listen in it: a socket belongs to the namespace of the thread that created it.
 */
final class NetworkNamespace implements DaemonNamespace {

    private static final int CLONE_NEWNET = 0x4000_0000;
    private static final int O_RDONLY_CLOEXEC = 0x8_0000;

    private final Path file;

    private NetworkNamespace(Path file) {
        this.file = file;
    }

    /**
     * Creates a namespace.
     *
     * @param file keeps the namespace until it is closed; a file that a killed worker left is replaced
     * @param address additional address of its loopback interface
     * @throws IOException if the machine or the permissions of the worker do not allow it
     */
    static NetworkNamespace create(Path file, String address) throws IOException, InterruptedException {
        NetworkNamespace namespace = new NetworkNamespace(file);
        namespace.close();
        Files.writeString(file, "");
        Programs.run(List.of("unshare", "--net=" + file, "--", "true"));
        Programs.run(namespace.inside(List.of("ip", "link", "set", "lo", "up")));
        Programs.run(namespace.inside(List.of("ip", "address", "add", address + "/32", "dev", "lo")));
        return namespace;
    }

    /** Releases the namespace that a killed worker has left. */
    static void removeLeft(Path file) throws IOException {
        new NetworkNamespace(file).close();
    }

    @Override
    public List<String> starting(List<String> daemon) {
        return inside(daemon);
    }

    @Override
    public void await(GuardedDaemon daemon, Duration timeout) {
        // It was there before the daemon.
    }

    @Override
    public List<String> inside(List<String> command) {
        List<String> words = new ArrayList<>(List.of("nsenter", "--net=" + file, "--"));
        words.addAll(command);
        return words;
    }

    @Override
    public ServerSocketChannel listen(InetSocketAddress address) throws IOException, InterruptedException {
        CompletableFuture<ServerSocketChannel> channel = new CompletableFuture<>();
        // The thread stays in the namespace, so it is not reused.
        Thread.ofPlatform().daemon().name("network-namespace").start(() -> {
            try {
                Native.enter(file);
                ServerSocketChannel opened = ServerSocketChannel.open(StandardProtocolFamily.INET);
                channel.complete(opened.bind(address));
            } catch (IOException | RuntimeException failure) {
                channel.completeExceptionally(failure);
            }
        });
        try {
            return channel.get();
        } catch (ExecutionException failure) {
            throw new IOException("cannot open a socket in network namespace %s".formatted(file), failure.getCause());
        }
    }

    /** Releases the namespace; the kernel removes it when no process uses it. */
    @Override
    public void close() throws IOException {
        try {
            while (Files.exists(file) && isMounted()) {
                Programs.run(List.of("umount", file.toString()));
            }
            Files.deleteIfExists(file);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isMounted() throws IOException {
        String name = file.toString().replace(" ", "\\040");
        return Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
                .anyMatch(line -> line.contains(" " + name + " "));
    }

    /** setns(2). */
    private static final class Native {

        private static final Linker LINKER = Linker.nativeLinker();
        private static final MethodHandle OPEN = function(
                "open",
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
                Linker.Option.firstVariadicArg(2));
        private static final MethodHandle SETNS = function(
                "setns", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        private static final MethodHandle CLOSE =
                function("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

        private Native() {}

        @SuppressWarnings("restricted")
        private static MethodHandle function(String name, FunctionDescriptor type, Linker.Option... options) {
            return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), type, options);
        }

        static void enter(Path file) throws IOException {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment name = arena.allocateFrom(file.toString());
                int descriptor = (int) OPEN.invokeExact(name, O_RDONLY_CLOEXEC);
                if (descriptor < 0) {
                    throw new IOException("cannot open " + file);
                }
                int result = (int) SETNS.invokeExact(descriptor, CLONE_NEWNET);
                int _ = (int) CLOSE.invokeExact(descriptor);
                if (result != 0) {
                    throw new IOException("no permission to enter " + file);
                }
            } catch (IOException failure) {
                throw failure;
            } catch (Throwable impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }
}
