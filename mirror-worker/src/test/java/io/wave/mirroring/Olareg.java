package io.wave.mirroring;

import io.wave.job.engine.tool.SearchPath;
import io.wave.local.process.ServerProcess;
import io.wave.local.server.FreePort;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The registry {@code olareg}, which has the referrers API of OCI 1.1, on loopback, with its images in memory. */
record Olareg(int port, ServerProcess process) implements AutoCloseable {

    private static final String PROGRAM = "olareg";

    /** Starts one if it is installed. */
    static Optional<Olareg> start(Path folder) {
        return SearchPath.withClients().find(PROGRAM).map(program -> {
            int port = FreePort.find();
            List<String> command = List.of(
                    program.toString(),
                    "serve",
                    "--addr",
                    "127.0.0.1",
                    "--port",
                    Integer.toString(port),
                    "--store-type",
                    "mem");
            return new Olareg(port, ServerProcess.start(PROGRAM, folder, port, command));
        });
    }

    /** Host and port as in image names. */
    String host() {
        return "localhost:" + port;
    }

    @Override
    public void close() {
        process.close();
    }
}
