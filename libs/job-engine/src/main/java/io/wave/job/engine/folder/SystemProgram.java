package io.wave.job.engine.folder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs system programs on folders with paths that are too long for the JDK. */
final class SystemProgram {

    private SystemProgram() {}

    /**
     * Runs a program with a folder as its last argument.
     *
     * @param command name and options of the program
     * @return the output, which must be small; empty after the timeout
     * @throws IOException if the program cannot be started
     */
    static Optional<String> run(Path folder, Duration timeout, String... command)
            throws IOException, InterruptedException {
        return run(List.of(folder), timeout, command);
    }

    /** Runs a program on several folders. */
    static Optional<String> run(List<Path> folders, Duration timeout, String... command)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.command().add("--");
        folders.forEach(folder -> builder.command().add(folder.toString()));
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            return process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)
                    ? Optional.of(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    : Optional.empty();
        } finally {
            process.destroyForcibly();
        }
    }
}
