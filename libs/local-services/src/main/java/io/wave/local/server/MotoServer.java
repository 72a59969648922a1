package io.wave.local.server;

import io.wave.local.process.LocalServiceException;
import io.wave.local.process.ServerProcess;
import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The APIs of AWS as {@code moto} of PyPI emulates them, on loopback: among others STS and ECR. */
public final class MotoServer extends ProcessServer {

    private static final String COMMAND = "moto_server";

    private MotoServer(int port, ServerProcess process) {
        super(port, process);
    }

    /** Whether the program is on the PATH, or in the folder of {@code scripts/moto}. */
    public static boolean isInstalled() {
        return program().isPresent();
    }

    /**
     * Starts one on a free port.
     *
     * @throws LocalServiceException if it is not installed or does not start
     */
    public static MotoServer start(Path folder) {
        Path program = program()
                .orElseThrow(() -> new LocalServiceException("'%s' not found: run scripts/moto".formatted(COMMAND)));
        int port = FreePort.find();
        List<String> command = List.of(program.toString(), "-H", "127.0.0.1", "-p", Integer.toString(port));
        return new MotoServer(port, ServerProcess.start(COMMAND, folder, port, command));
    }

    private static Optional<Path> program() {
        String clients =
                System.getenv().getOrDefault("WAVE_CLIENTS_DIR", System.getProperty("user.home") + "/.cache/wave/bin");
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.concat(Stream.of(clients), Stream.of(path.split(File.pathSeparator)))
                .map(folder -> Path.of(folder, COMMAND))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** The URL of all its APIs. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port());
    }
}
