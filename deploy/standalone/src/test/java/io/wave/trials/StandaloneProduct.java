package io.wave.trials;

import io.wave.cluster.Checkout;
import io.wave.cluster.ServerProcess;
import io.wave.cluster.WaveClient;
import io.wave.local.TemporaryFolders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The whole product in one process, as {@code make run} starts it. */
final class StandaloneProduct {

    static final Duration TIMEOUT = Duration.ofMinutes(6);

    private StandaloneProduct() {}

    /** Starts it and waits until it is ready. Its console is the process's log. */
    static ServerProcess start(String name, Path folder, Path data, int port) {
        return start(name, folder, data, port, Map.of());
    }

    /** The same with more environment variables. */
    static ServerProcess start(String name, Path folder, Path data, int port, Map<String, String> more) {
        WaveClient client = client(port);
        return launch(name, folder, data, port, more)
                .awaitReady(TIMEOUT, () -> answers(client, "/health", 200) && answers(client, "/service-info", 200));
    }

    /**
     * Starts it and does not wait.
     *
     * @param more environment variables
     */
    static ServerProcess launch(String name, Path folder, Path data, int port, Map<String, String> more) {
        Path home = Checkout.root().resolve("deploy/standalone/target/wave/lib");
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                home + "/*",
                "io.wave.standalone.StandaloneApplication");
        sharePostgresPrograms(data);
        Map<String, String> environment = new HashMap<>(more);
        environment.put("WAVE_SERVER_PORT", Integer.toString(port));
        environment.put("WAVE_SERVER_URL", "http://127.0.0.1:" + port);
        environment.put("WAVE_DATA_DIR", data.toString());
        // Steps of builds reach the build gate.
        environment.put("WAVE_BUILD_NETWORK", "host");
        return ServerProcess.start(name, folder, command, environment);
    }

    /** Each new data folder would extract them again, which takes some seconds of CPU time. */
    private static void sharePostgresPrograms(Path data) {
        Path link = data.resolve("postgresql/programs");
        if (Files.exists(link)) {
            return;
        }
        Path programs = TemporaryFolders.postgresBinaries();
        try {
            Files.createDirectories(programs);
            Files.createDirectories(
                    data.resolve("postgresql"),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Files.createSymbolicLink(link, programs);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static WaveClient client(int port) {
        return new WaveClient(URI.create("http://127.0.0.1:" + port));
    }

    /** Whether registry-proxy gives this response; false if there is no response. */
    static boolean answers(WaveClient client, String path, int status) {
        try {
            return client.get(path).statusCode() == status;
        } catch (UncheckedIOException nobody) {
            return false;
        }
    }
}
