package io.wave.local.server;

import io.wave.local.process.LocalServiceException;
import io.wave.local.process.PidFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** Stops servers that a killed JVM left running in a data folder. */
public final class StaleServers {

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);
    private static final int MAX_DEPTH = 2;

    private StaleServers() {}

    /** The caller holds the lock of the folder, so that no server in it is in use. */
    public static void stopIn(Path folder) {
        try (Stream<Path> files = Files.walk(folder, MAX_DEPTH)) {
            for (Path file : files.toList()) {
                if (file.toString().endsWith(".pid")) {
                    new PidFile(file).stopStale(STOP_TIMEOUT);
                } else if (Files.isDirectory(file)) {
                    PostgresServer.stopStale(file);
                }
            }
        } catch (IOException failed) {
            throw LocalServiceException.of(folder, failed);
        }
    }
}
