package io.wave.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A tool of this machine, run to its end within a time limit. */
public final class Command {

    private static final Duration DEFAULT_LIMIT = Duration.ofMinutes(4);

    private final List<String> arguments;
    private final Map<String, String> environment = new HashMap<>();
    private Duration limit = DEFAULT_LIMIT;

    private Command(List<String> arguments) {
        this.arguments = List.copyOf(arguments);
    }

    /** A command and its arguments. */
    public static Command of(String... arguments) {
        return new Command(List.of(arguments));
    }

    /** A command and its arguments. */
    public static Command of(List<String> arguments) {
        return new Command(arguments);
    }

    /** The path of the tool on this machine. */
    public static Optional<Path> find(String tool) {
        String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
        return Stream.concat(Arrays.stream(path.split(":")), Stream.of("/usr/sbin"))
                .map(folder -> Path.of(folder, tool))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** The path of a tool that {@code scripts/go-clients} built. */
    public static Optional<Path> findBuilt(String tool) {
        return Optional.of(Checkout.builtClients().resolve(tool)).filter(Files::isExecutable);
    }

    /** The same command, killed after this long. */
    public Command within(Duration newLimit) {
        limit = newLimit;
        return this;
    }

    /** The same command with one more environment variable. */
    public Command with(String variable, Object value) {
        environment.put(variable, value.toString());
        return this;
    }

    /** Runs it; output and errors together. */
    public Result run() {
        Path output = temporaryFile();
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(arguments).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.redirectInput(
                    ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
            builder.environment().putAll(environment);
            Process process = builder.start();
            boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
            String text = Files.readString(output, StandardCharsets.UTF_8);
            return new Result(arguments, ended ? process.exitValue() : -1, text);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + arguments.getFirst(), interrupted);
        } finally {
            delete(output);
        }
    }

    private static Path temporaryFile() {
        try {
            return Files.createTempFile("wave-command", ".out");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * The result of a command.
     *
     * @param command the command
     * @param exitCode its exit code, -1 when it took longer than its limit
     * @param output standard output and standard error
     */
    public record Result(List<String> command, int exitCode, String output) {

        /** The output of a command that must not fail. */
        public String orThrow() {
            if (exitCode != 0) {
                throw new IllegalStateException(
                        "%s ended with %d: %s".formatted(String.join(" ", new ArrayList<>(command)), exitCode, output));
            }
            return output;
        }
    }
}
