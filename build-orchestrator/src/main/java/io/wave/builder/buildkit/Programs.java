package io.wave.builder.buildkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs programs of the system that exit soon. */
final class Programs {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private Programs() {}

    /** @throws IOException if it fails, with its output in the message */
    static void run(List<String> command) throws IOException, InterruptedException {
        run(command, TIMEOUT);
    }

    static void run(List<String> command, Duration timeout) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
            throw new IOException("'%s' did not exit in time".formatted(String.join(" ", command)));
        }
        if (process.exitValue() != 0) {
            String words = new String(process.getInputStream().readNBytes(1024), StandardCharsets.UTF_8).strip();
            throw new IOException("'%s' failed: %s".formatted(String.join(" ", command), words));
        }
    }
}
