package io.wave.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** A server in its own process that can be killed, suspended and resumed. Its output goes to a file. */
public final class ServerProcess implements AutoCloseable {

    private static final Duration STOP_TIMEOUT = Duration.ofMinutes(2);
    private static final int LOG_TAIL = 6000;

    private final String name;
    private final Process process;
    private final Path log;

    private ServerProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /** Starts a command; its output is appended to {@code <folder>/<name>.log}. */
    public static ServerProcess start(String name, Path folder, List<String> command, Map<String, String> environment) {
        try {
            Files.createDirectories(folder);
            Path log = folder.resolve(name + ".log");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().putAll(environment);
            Process process = builder.start();
            endWithThisJvm(process.toHandle());
            return new ServerProcess(name, process, log);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Kills the process when this JVM ends early. */
    static void endWithThisJvm(ProcessHandle process) {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(process::destroyForcibly));
    }

    /** Waits until the server is ready; fails with the end of its log if it ends or is not ready in time. */
    public ServerProcess awaitReady(Duration limit, BooleanSupplier ready) {
        try {
            Awaitility.await(name)
                    .atMost(limit)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> !process.isAlive() || ready.getAsBoolean());
        } catch (ConditionTimeoutException late) {
            throw new IllegalStateException("%s is not ready after %s:%n%s".formatted(name, limit, logTail()), late);
        }
        if (!process.isAlive()) {
            throw new IllegalStateException("%s ended with %d:%n%s".formatted(name, process.exitValue(), logTail()));
        }
        return this;
    }

    /**
     * Waits until the process ends and returns its exit code.
     *
     * @throws IllegalStateException if it has not ended in time
     */
    public int awaitExit(Duration limit) {
        if (!awaitEnd(limit)) {
            throw new IllegalStateException("%s runs after %s:%n%s".formatted(name, limit, logTail()));
        }
        return process.exitValue();
    }

    /** Kills the process ({@code SIGKILL}) and waits for its end. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd(STOP_TIMEOUT);
    }

    /** Suspends the process: it keeps its sockets and does not respond. */
    public void suspend() {
        signal("STOP");
    }

    /** Resumes the suspended process. */
    public void resume() {
        signal("CONT");
    }

    /** Terminates the process, kills it if it does not end. Returns whether it ended by itself. */
    public boolean stop() {
        process.destroy();
        if (awaitEnd(STOP_TIMEOUT)) {
            return true;
        }
        kill();
        return false;
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            resume();
            stop();
        }
    }

    public String name() {
        return name;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Its child processes and their children. */
    public List<ProcessHandle> descendants() {
        return process.descendants().toList();
    }

    /** Its output. */
    public String log() {
        try {
            return Files.readString(log, StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private String logTail() {
        String text = log();
        return text.substring(Math.max(0, text.length() - LOG_TAIL));
    }

    private boolean awaitEnd(Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void signal(String signal) {
        Command.of("kill", "-" + signal, Long.toString(pid())).run().orThrow();
    }
}
