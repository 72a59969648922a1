package io.wave.chart;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The program `helm`, from the PATH or as {@code scripts/go-clients} builds it.
 *
 * @param program its file
 */
record Helm(Path program) {

    static final Path CHART = Path.of("wave");
    private static final int LIMIT_SECONDS = 60;

    /** Empty if it is not installed. */
    static Optional<Helm> find() {
        Stream<Path> path =
                Stream.of(System.getenv().getOrDefault("PATH", "").split(":")).map(Path::of);
        return Stream.concat(Stream.of(builtClients()), path)
                .map(folder -> folder.resolve("helm"))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Helm::new);
    }

    private static Path builtClients() {
        String cache = System.getenv().getOrDefault("XDG_CACHE_HOME", System.getProperty("user.home") + "/.cache");
        return Path.of(System.getenv().getOrDefault("WAVE_CLIENTS_DIR", cache + "/wave/bin"));
    }

    /** Runs it on the chart. */
    Result run(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(arguments);
        Path output = Files.createTempFile("helm", ".out");
        Path errors = Files.createTempFile("helm", ".err");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile())
                    .start();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("helm did not end: " + command);
            }
            return new Result(
                    process.exitValue(),
                    Files.readString(output, StandardCharsets.UTF_8),
                    Files.readString(errors, StandardCharsets.UTF_8));
        } finally {
            Files.delete(output);
            Files.delete(errors);
        }
    }

    /** What it wrote. */
    record Result(int exitCode, String output, String errors) {}
}
