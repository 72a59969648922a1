package io.wave.local.server;

import io.wave.local.process.LocalServiceException;
import io.wave.local.process.ServerProcess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The registry of the package {@code docker-registry}, on loopback, with its images in a folder. */
public final class DockerRegistry extends ProcessServer {

    /** Under load Go's default lets the heap grow to several times the live data before it is collected. */
    private static final Map<String, String> MEMORY_LIMIT = Map.of("GOMEMLIMIT", "256MiB");

    private static final String COMMAND = "docker-registry";

    private DockerRegistry(int port, ServerProcess process) {
        super(port, process);
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
        return start(folder, port, "");
    }

    /**
     * Starts one with basic authentication.
     *
     * @param htpasswd lines of user name and bcrypt hash of the password
     */
    public static DockerRegistry startProtected(Path folder, String htpasswd) {
        Path file = write(folder.resolve("htpasswd"), htpasswd);
        return start(folder, FreePort.find(), """
            auth:
              htpasswd:
                realm: a registry
                path: '%s'
            """.formatted(file));
    }

    /**
     * Starts one with TLS.
     *
     * @param certificate its certificate, in PEM
     * @param key the key of the certificate, in PEM
     */
    public static DockerRegistry startSecure(Path folder, Path certificate, Path key) {
        // Continues the section "http".
        return start(folder, FreePort.find(), """
              tls:
                certificate: '%s'
                key: '%s'
            """.formatted(certificate, key));
    }

    private static DockerRegistry start(Path folder, int port, String furtherConfiguration) {
        Path program = program()
                .orElseThrow(() -> new LocalServiceException(
                        "'%s' not found on the PATH: install the package of that name".formatted(COMMAND)));
        Path configuration = write(folder.resolve("registry.yml"), configuration(folder, port) + furtherConfiguration);
        List<String> command = List.of(program.toString(), "serve", configuration.toString());
        return new DockerRegistry(port, ServerProcess.start(COMMAND, folder, port, command, MEMORY_LIMIT));
    }

    private static Optional<Path> program() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, COMMAND))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static String configuration(Path folder, int port) {
        return """
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
            """.formatted(folder.resolve("images"), port);
    }

    private static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException failed) {
            throw LocalServiceException.of(file, failed);
        }
    }

    /** Host and port as in image names. */
    public String host() {
        return "localhost:" + port();
    }
}
