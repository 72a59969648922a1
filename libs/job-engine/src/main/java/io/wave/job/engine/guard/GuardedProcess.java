package io.wave.job.engine.guard;

import io.wave.job.engine.folder.FolderProcesses;
import io.wave.job.engine.lease.Lease;
import io.wave.job.engine.tool.ToolCommand;
import io.wave.resource.BundledFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A tool under {@code guard.sh}: the tool and all its descendants end when this JVM is killed, stopped or suspended,
 * when the lease expires, or when {@link #stop} is called. A guard that does not respond, because the tool has stopped
 * or killed it, is killed, and remaining processes are found in {@code /proc}.
 */
public final class GuardedProcess {

    private static final String SCRIPT = "guard.sh";
    private static final String HEARTBEAT_LOST = "heartbeat-lost";
    private static final Duration KILL_AFTER = Duration.ofSeconds(2);
    private static final Duration END_TIMEOUT = Duration.ofSeconds(10);

    private static final Logger log = LoggerFactory.getLogger(GuardedProcess.class);

    private final Process process;
    private final ToolOutput output;
    private final Path folder;
    private final Lease lease;
    private final AtomicBoolean stopped = new AtomicBoolean();

    private GuardedProcess(Process process, Path folder, Lease lease) {
        this.process = process;
        this.folder = folder;
        this.output = new ToolOutput(process, String.valueOf(folder.getFileName()), this::endRest);
        this.lease = lease;
    }

    public static GuardedProcess start(ToolCommand tool, Path folder, Lease lease, Isolation isolation) {
        return start(tool, folder, lease, isolation.prefix());
    }

    /** @param prefix command line prefix of the guard */
    static GuardedProcess start(ToolCommand tool, Path folder, Lease lease, List<String> prefix) {
        try {
            Path home = folder.toRealPath();
            // Of an earlier tool in this folder.
            Files.deleteIfExists(home.resolve(HEARTBEAT_LOST));
            ProcessBuilder builder = new ProcessBuilder(guarded(tool, home, lease.heartbeatTimeout(), prefix))
                    .directory(home.toFile())
                    .redirectErrorStream(true);
            builder.environment().clear();
            builder.environment().put("PATH", searchPath());
            builder.environment().putAll(tool.environment());
            builder.environment().put(FolderProcesses.VARIABLE, home.toString());
            return new GuardedProcess(builder.start(), home, lease);
        } catch (IOException cannotStart) {
            throw new UncheckedIOException(cannotStart);
        }
    }

    private static List<String> guarded(ToolCommand tool, Path folder, Duration timeout, List<String> prefix)
            throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of("bash", script(folder).toString(), seconds(timeout), folder.toString()));
        command.addAll(tool.arguments());
        return command;
    }

    private static Path script(Path folder) throws IOException {
        Path script = folder.resolve(SCRIPT);
        if (Files.notExists(script)) {
            Files.write(script, BundledFile.bytes(GuardedProcess.class, SCRIPT), StandardOpenOption.CREATE_NEW);
        }
        return script;
    }

    /** The search path of tools, which is that of this JVM. */
    public static String searchPath() {
        String path = System.getenv("PATH");
        return path == null || path.isEmpty() ? "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" : path;
    }

    /**
     * The output of the tool and its descendants, both streams combined; ends with them, or shortly after the guard.
     */
    public InputStream output() {
        return output;
    }

    /** The process id of the guard. */
    long pid() {
        return process.pid();
    }

    /** The guard, the tool, and what they have started. */
    public Stream<ProcessHandle> processes() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants());
    }

    /** Sends a heartbeat to the guard, or stops the tool if the lease is lost. Call it often. */
    public void beat() {
        if (!lease.isHeld()) {
            stop();
            return;
        }
        try {
            OutputStream heartbeat = process.getOutputStream();
            heartbeat.write((seconds(lease.heartbeatTimeout()) + "\n").getBytes(StandardCharsets.US_ASCII));
            heartbeat.flush();
        } catch (IOException gone) {
            // The guard has ended; the reader of the output handles that.
        }
    }

    /** Ends the tool and all its descendants; returns immediately. */
    public void stop() {
        if (stopped.compareAndSet(false, true)) {
            Thread.ofPlatform().daemon().name("stop-" + folder.getFileName()).start(this::endGuard);
        }
    }

    /**
     * The end of its input makes the guard end the tool; a guard that does not is killed together with its namespace.
     */
    private void endGuard() {
        try {
            process.getOutputStream().close();
        } catch (IOException gone) {
            // The guard has ended.
        }
        try {
            if (!process.waitFor(KILL_AFTER.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException impatient) {
            process.destroyForcibly();
        }
    }

    /** Whether the tool was ended by {@link #stop} or by the guard, rather than by itself. */
    public boolean wasStopped() {
        return stopped.get() || Files.exists(folder.resolve(HEARTBEAT_LOST));
    }

    /**
     * Waits for the end of the tool. An interrupt stops the tool and is restored for the caller after the tool has
     * ended.
     */
    public int exitCode() {
        boolean interrupted = false;
        while (process.isAlive()) {
            try {
                process.waitFor();
            } catch (InterruptedException stop) {
                interrupted = true;
                stop();
            }
        }
        output.close();
        endRest();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return process.exitValue();
    }

    /** Ends processes that neither the kernel nor the guard has ended. */
    private void endRest() {
        if (!new FolderProcesses(folder).end(END_TIMEOUT)) {
            log.atError().addKeyValue("folder", folder).log("Processes of a job did not end after they were killed");
        }
    }

    private static String seconds(Duration duration) {
        // With a timeout of zero, read only polls for input.
        return String.format(Locale.ROOT, "%.3f", Math.max(1, duration.toMillis()) / 1000.0);
    }
}
