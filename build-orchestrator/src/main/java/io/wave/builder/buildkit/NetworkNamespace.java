package io.wave.builder.buildkit;

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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A network namespace (network_namespaces(7)) that has nothing but its own loopback interface, held by a file. Programs are
 * run in it, and this JVM listens in it: a socket belongs to the namespace of the thread that has made it.
 */
final class NetworkNamespace implements AutoCloseable {

    private static final int CLONE_NEWNET = 0x4000_0000;
    private static final int O_RDONLY_CLOEXEC = 0x8_0000;
    private static final int PATIENCE_SECONDS = 10;

    private final Path file;

    private NetworkNamespace(Path file) {
        this.file = file;
    }

    /**
     * Makes one.
     *
     * @param file holds it until it is closed; one that a killed worker has left there is given up
     * @throws IOException if this machine or our rights do not allow it
     */
    static NetworkNamespace create(Path file) throws IOException, InterruptedException {
        NetworkNamespace namespace = new NetworkNamespace(file);
        namespace.close();
        Files.writeString(file, "");
        run(List.of("unshare", "--net=" + file, "--", "true"));
        run(namespace.inside(List.of("ip", "link", "set", "lo", "up")));
        return namespace;
    }

    /** The command line that runs a program in it. */
    List<String> inside(List<String> command) {
        List<String> words = new ArrayList<>(List.of("nsenter", "--net=" + file, "--"));
        words.addAll(command);
        return words;
    }

    /** Gives it an address of its own, beside those of loopback. */
    void address(String address) throws IOException, InterruptedException {
        run(inside(List.of("ip", "address", "add", address + "/32", "dev", "lo")));
    }

    /** Listens in it. The channel may be used by every thread. */
    ServerSocketChannel listen(InetSocketAddress address) throws IOException, InterruptedException {
        CompletableFuture<ServerSocketChannel> channel = new CompletableFuture<>();
        // The thread stays in the namespace, so it is no other's.
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
            throw new IOException("no socket in the network namespace %s".formatted(file), failure.getCause());
        }
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("'%s' does not end".formatted(String.join(" ", command)));
        }
        if (process.exitValue() != 0) {
            String words = new String(process.getInputStream().readNBytes(1024), StandardCharsets.UTF_8).strip();
            throw new IOException("'%s' failed: %s".formatted(String.join(" ", command), words));
        }
    }

    /** Gives it up; it goes when nothing runs in it any more. */
    @Override
    public void close() throws IOException {
        try {
            while (Files.exists(file) && isMounted()) {
                run(List.of("umount", file.toString()));
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
                    throw new IOException("no right to enter " + file);
                }
            } catch (IOException failure) {
                throw failure;
            } catch (Throwable impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }
}
