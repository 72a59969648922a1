package io.wave.job.engine.process;

import io.wave.job.engine.Lease;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * A tool under {@code guard.sh}: it and all that it started end when this JVM is killed, stopped or asleep, when the
 * lease is over, or when {@link #stop} says so. Gone means: the guard has ended and nobody holds the output any more.
 */
final class GuardedProcess {

    private static final String SCRIPT = "guard.sh";
    private static final String HEARTBEAT_LOST = "heartbeat-lost";
    private static final Duration KILL_AFTER = Duration.ofSeconds(2);

    private final Process process;
    private final Path folder;
    private final Lease lease;
    private volatile boolean stopped;

    private GuardedProcess(Process process, Path folder, Lease lease) {
        this.process = process;
        this.folder = folder;
        this.lease = lease;
    }

    static GuardedProcess start(ToolCommand tool, Path folder, Lease lease, Isolation isolation) {
        try {
            Path home = folder.toRealPath();
            ProcessBuilder builder = new ProcessBuilder(guarded(tool, home, lease.patience(), isolation))
                    .directory(home.toFile())
                    .redirectErrorStream(true);
            builder.environment().clear();
            builder.environment().put("PATH", searchPath());
            builder.environment().putAll(tool.environment());
            return new GuardedProcess(builder.start(), home, lease);
        } catch (IOException cannotStart) {
            throw new UncheckedIOException(cannotStart);
        }
    }

    private static List<String> guarded(ToolCommand tool, Path folder, Duration patience, Isolation isolation)
            throws IOException {
        List<String> command = new ArrayList<>(isolation.prefix());
        command.addAll(List.of("bash", script(folder).toString(), seconds(patience), folder.toString()));
        command.addAll(tool.arguments());
        return command;
    }

    private static Path script(Path folder) throws IOException {
        Path script = folder.resolve(SCRIPT);
        if (Files.notExists(script)) {
            try (InputStream resource = GuardedProcess.class.getResourceAsStream(SCRIPT)) {
                if (resource == null) {
                    throw new IllegalStateException("the guard is not on the class path");
                }
                Files.copy(resource, script);
            }
        }
        return script;
    }

    /** Where tools are found: as for this JVM. */
    static String searchPath() {
        String path = System.getenv("PATH");
        return path == null || path.isEmpty() ? "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" : path;
    }

    /** What the tool and all its children write, both streams in one; ends when they are gone. */
    InputStream output() {
        return process.getInputStream();
    }

    /** Tells the guard how long the tool may live on; stops it when the lease is over. To be called often. */
    void beat() {
        if (!lease.isHeld()) {
            stop();
            return;
        }
        try {
            OutputStream heartbeat = process.getOutputStream();
            heartbeat.write((seconds(lease.patience()) + "\n").getBytes(StandardCharsets.US_ASCII));
            heartbeat.flush();
        } catch (IOException gone) {
            // The guard has ended, and the reader of the output learns why.
        }
    }

    /** Ends the tool and all that it started; returns at once. */
    void stop() {
        stopped = true;
        try {
            process.getOutputStream().close();
        } catch (IOException gone) {
            // It cannot be asked any more: it has ended.
        }
    }

    /** Whether it ended because of us rather than by itself. */
    boolean wasStopped() {
        return stopped || Files.exists(folder.resolve(HEARTBEAT_LOST));
    }

    /**
     * Waits until it is gone; a guard that was told to stop and does not is killed, and with it its namespace. An
     * interrupt stops it too, and is kept for the caller: nobody leaves here while it lives.
     */
    int exitCode() {
        boolean interrupted = false;
        while (process.isAlive()) {
            try {
                if (!process.waitFor(KILL_AFTER.toMillis(), TimeUnit.MILLISECONDS) && stopped) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException stop) {
                interrupted = true;
                stop();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return process.exitValue();
    }

    private static String seconds(Duration duration) {
        // Zero would make the guard only look whether a line is there.
        return String.format(Locale.ROOT, "%.3f", Math.max(1, duration.toMillis()) / 1000.0);
    }
}
