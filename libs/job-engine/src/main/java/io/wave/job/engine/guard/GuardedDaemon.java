package io.wave.job.engine.guard;

import io.wave.background.Background;
import io.wave.job.engine.folder.DaemonFolder;
import io.wave.job.engine.lease.Lease;
import io.wave.job.engine.tool.ToolCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A program that serves this worker for as long as the worker runs. It is under the same guard as the tools of jobs: it and
 * all that it has started end with this JVM, however the JVM ends.
 */
public final class GuardedDaemon implements AutoCloseable {

    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration BEAT = Duration.ofSeconds(1);

    private final GuardedProcess process;
    private final Lease lease;
    private final CompletableFuture<Integer> ended = new CompletableFuture<>();
    private final ScheduledExecutorService heartbeats;

    private GuardedDaemon(GuardedProcess process, Lease lease, String name) {
        this.process = process;
        this.lease = lease;
        this.heartbeats = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("heartbeats-" + name).factory());
    }

    /**
     * Starts it.
     *
     * @param folder its working directory
     * @param output gets each line that it writes
     */
    public static GuardedDaemon start(ToolCommand command, DaemonFolder folder, Consumer<String> output) {
        return start(command, folder, Isolation.strongest().prefix(), output);
    }

    /**
     * Starts it as root of a {@link UserNamespace}.
     *
     * @param folder its working directory
     * @param network whether it gets a new network namespace too
     * @param output gets each line that it writes
     */
    public static GuardedDaemon startRootless(
            ToolCommand command, DaemonFolder folder, boolean network, Consumer<String> output) {
        return start(command, folder, UserNamespace.guard(network), output);
    }

    private static GuardedDaemon start(
            ToolCommand command, DaemonFolder folder, List<String> guard, Consumer<String> output) {
        Lease lease = new Lease(LEASE, System::nanoTime);
        GuardedProcess process = GuardedProcess.start(command, folder.path(), lease, guard);
        GuardedDaemon daemon = new GuardedDaemon(process, lease, folder.name());
        daemon.follow(folder.name(), output);
        return daemon;
    }

    /** Whether daemons can be kept in process namespaces here, which needs root. */
    public static boolean canBeIsolated() {
        return Isolation.PROCESS_NAMESPACE.works();
    }

    private void follow(String name, Consumer<String> output) {
        ScheduledFuture<?> _ = heartbeats.scheduleAtFixedRate(
                Background.task("heartbeats-" + name, this::beat),
                BEAT.toMillis(),
                BEAT.toMillis(),
                TimeUnit.MILLISECONDS);
        Thread.ofPlatform().daemon().name("daemon-" + name).start(() -> {
            try {
                copy(output);
            } finally {
                int status = process.exitCode();
                heartbeats.shutdownNow();
                ended.complete(status);
            }
        });
    }

    private void beat() {
        lease.renewed(lease.now());
        process.beat();
    }

    private void copy(Consumer<String> output) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.output(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.accept(line);
            }
        } catch (IOException closed) {
            process.stop();
        }
    }

    /** The process id of its guard, which is in the user and network namespaces of the daemon. */
    public long pid() {
        return process.pid();
    }

    /** Its processes, the guard's own among them. */
    public Stream<ProcessHandle> processes() {
        return process.processes();
    }

    /** Completes with its exit code when it and all that it has started are gone. */
    public CompletableFuture<Integer> ended() {
        return ended;
    }

    /** Ends it and all that it has started, and waits for that. */
    @Override
    public void close() {
        process.stop();
        ended.join();
    }
}
