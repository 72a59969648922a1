package io.wave.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** Servers that a killed JVM left running in a data folder. */
public final class LeftOvers {

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);
    private static final int DEPTH_OF_SERVERS = 2;

    private LeftOvers() {}

    /** Stops all of them. The caller holds the folder's lock, so that no server here is in use. */
    public static void stopIn(Path folder) {
        try (Stream<Path> files = Files.walk(folder, DEPTH_OF_SERVERS)) {
            for (Path file : files.toList()) {
                if (file.toString().endsWith(".pid")) {
                    new PidFile(file).stopLeftOver(STOP_TIMEOUT);
                } else if (Files.isDirectory(file)) {
                    PostgresServer.stopLeftOver(file);
                }
            }
        } catch (IOException failed) {
            throw LocalServiceException.of(folder, failed);
        }
    }
}
