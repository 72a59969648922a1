package io.wave.local;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The plain registry of Debian's package {@code docker-registry}, on loopback, its images in a folder. */
public final class DockerRegistry implements AutoCloseable {

    private static final String COMMAND = "docker-registry";

    private final int port;
    private final ServerProcess process;

    private DockerRegistry(int port, ServerProcess process) {
        this.port = port;
        this.process = process;
    }

    /** Whether the program is on the PATH. */
    public static boolean isInstalled() {
        return program().isPresent();
    }

    /** Starts one on a free port. */
    public static DockerRegistry start(Path folder) {
        return start(folder, FreePort.find());
    }

    /**
     * Starts one on this port.
     *
     * @throws LocalServiceException if it is not installed or does not start
     */
    public static DockerRegistry start(Path folder, int port) {
        Path program = program()
                .orElseThrow(() -> new LocalServiceException(
                        "No '%s' on the PATH: install the package of that name".formatted(COMMAND)));
        List<String> command = List.of(
                program.toString(), "serve", writeConfiguration(folder, port).toString());
        return new DockerRegistry(port, ServerProcess.start(COMMAND, folder, port, command));
    }

    private static Optional<Path> program() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, COMMAND))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Path writeConfiguration(Path folder, int port) {
        try {
            return Files.writeString(folder.resolve("registry.yml"), """
                    version: 0.1
                    log:
                      level: warn
                      accesslog:
                        disabled: true
                    storage:
                      delete:
                        enabled: true
                      filesystem:
                        rootdirectory: '%s'
                    http:
                      addr: 127.0.0.1:%d
                    """.formatted(folder.resolve("images"), port));
        } catch (IOException failed) {
            throw LocalServiceException.of(folder, failed);
        }
    }

    /** Host and port as they stand in image names. */
    public String host() {
        return "localhost:" + port;
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.close();
    }
}
