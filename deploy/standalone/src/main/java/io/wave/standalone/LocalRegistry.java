package io.wave.standalone;

import io.wave.config.InvalidConfigurationException;
import io.wave.local.data.DataFolder;
import io.wave.local.server.DockerRegistry;
import io.wave.local.server.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The registry for built images if none is configured. Its port is part of image names and is therefore stored. */
final class LocalRegistry {

    private LocalRegistry() {}

    static DockerRegistry start(DataFolder data) {
        if (!DockerRegistry.isInstalled()) {
            throw new InvalidConfigurationException(
                    "wave.build.repo: not set, and 'docker-registry' is not on the PATH for a local registry of built images",
                    "Install the package docker-registry, or set wave.build.repo.");
        }
        Path folder = data.folder("registry");
        return DockerRegistry.start(folder, port(file(folder)));
    }

    /**
     * Checks its port, before it is started for the first time.
     *
     * @throws InvalidConfigurationException if another process has it
     */
    static void requirePort(DataFolder data) {
        Path file = file(data.folder("registry"));
        PortCheck.require(
                "registry of built images",
                "127.0.0.1",
                port(file),
                "delete %s for another port; names of images that were built before have this one.".formatted(file));
    }

    private static Path file(Path folder) {
        return folder.resolve("port");
    }

    private static int port(Path file) {
        try {
            if (!Files.exists(file)) {
                Files.writeString(file, Integer.toString(FreePort.find()));
            }
            return Integer.parseInt(Files.readString(file).strip());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
