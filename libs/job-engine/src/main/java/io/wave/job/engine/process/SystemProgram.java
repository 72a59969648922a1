package io.wave.job.engine.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Short work on a folder that the JDK cannot do: it names every file by its whole path, which may be too long. */
final class SystemProgram {

    private SystemProgram() {}

    /**
     * Runs a program on a folder.
     *
     * @param command its name and options
     * @return what it wrote, which must be little; empty if it took too long
     * @throws IOException if it cannot be started
     */
    static Optional<String> run(Path folder, Duration timeout, String... command)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.command().add("--");
        builder.command().add(folder.toString());
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
