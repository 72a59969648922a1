package io.wave.local.server;

import io.wave.local.data.GeneratedSecret;
import io.wave.local.process.LocalServiceException;
import io.wave.local.process.ServerProcess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import redis.embedded.core.ExecutableProvider;

/** Redis from embedded-redis's binary, on loopback unless told otherwise, with a password. Not persistent: its data may be lost at any time. */
public final class RedisServer extends ProcessServer {

    /** The number of databases, enough for all tests of a JVM. */
    public static final int DATABASES = 1024;

    private static final int CLIENTS = 2_000;

    /** Large values have an expiry and may be evicted earlier, least recently used first; the others are small. */
    private static final long MEMORY = 256L * 1024 * 1024;

    private static final String BINARY = "redis-server";
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final int MAX_ATTEMPTS = 100;

    private final String password;

    private RedisServer(int port, String password, ServerProcess process) {
        super(port, process);
        this.password = password;
    }

    /** Starts it on a free port; the folder keeps its binary, password, pid file and log. */
    public static RedisServer start(Path folder) {
        return start(folder, FreePort.find());
    }

    /** Starts it on this port. */
    public static RedisServer start(Path folder, int port) {
        return start(folder, port, Listening.LOOPBACK);
    }

    /** Starts it on this port of these addresses. */
    public static RedisServer start(Path folder, int port, Listening listening) {
        String password = GeneratedSecret.in(folder.resolve("password"));
        Path configuration = writeConfiguration(folder, port, password, listening);
        List<String> command = List.of(binary(folder).toString(), configuration.toString());
        return new RedisServer(port, password, ServerProcess.start("redis", folder, port, command));
    }

    private static Path binary(Path folder) {
        try {
            Path extracted = folder.resolve(BINARY);
            if (!Files.isExecutable(extracted)) {
                File draft = ExecutableProvider.newJarResourceProvider(folder.toFile())
                        .get();
                Files.move(draft.toPath(), extracted);
                awaitExecutable(extracted);
            }
            return extracted;
        } catch (IOException failed) {
            throw LocalServiceException.of("Redis binary", failed);
        }
    }

    /**
     * A process that another thread started while the file was written may have it open for a moment: until then, the kernel
     * does not execute it ("Text file busy").
     */
    private static void awaitExecutable(Path program) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                new ProcessBuilder(program.toString(), "--version")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
                return;
            } catch (IOException busy) {
                if (attempt == MAX_ATTEMPTS) {
                    throw busy;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    /** In a file that only its owner can read; command lines are visible to all users. */
    private static Path writeConfiguration(Path folder, int port, String password, Listening listening) {
        try {
            return Files.writeString(folder.resolve("redis.conf"), """
                        bind %s
                        port %d
                        requirepass %s
                        databases %d
                        maxclients %d
                        maxmemory %d
                        maxmemory-policy volatile-lru
                        save ""
                        appendonly no
                        """.formatted(
                            listening.address(), port, password, DATABASES, CLIENTS, MEMORY));
        } catch (IOException failed) {
            throw LocalServiceException.of(folder, failed);
        }
    }

    public String host() {
        return "127.0.0.1";
    }

    public String password() {
        return password;
    }
}
