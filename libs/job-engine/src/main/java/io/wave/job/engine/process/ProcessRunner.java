package io.wave.job.engine.process;

import io.wave.background.Background;
import io.wave.job.engine.folder.AttemptFolders;
import io.wave.job.engine.folder.DiskLimit;
import io.wave.job.engine.guard.Isolation;
import io.wave.job.engine.plan.Plan;
import io.wave.job.engine.runner.Attempt;
import io.wave.job.engine.runner.Execution;
import io.wave.job.engine.runner.Runner;
import io.wave.job.engine.runner.TaskRunner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Runs tools as processes of this machine, and tasks within this worker. Each attempt has its own folder and thread.
 * Work of an earlier attempt cannot be attached to: before a job can be claimed again, the guard has ended its
 * processes, and the job starts again.
 */
public final class ProcessRunner implements Runner, TaskRunner, AutoCloseable {

    private static final String TASK_SUFFIX = "-task";
    private static final Duration ORPHANS_PERIOD = Duration.ofHours(1);

    private final AttemptFolders folders;
    private final DiskLimit diskLimit;
    private final Isolation isolation;
    private final Set<ProcessExecution> running = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService heartbeats = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("process-heartbeats").factory());
    /** Separate from the heartbeats, which must not wait for a disk. */
    private final ScheduledExecutorService orphans = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("job-folders").factory());

    /**
     * Creates a runner.
     *
     * @param workDirectory directory for the folders of attempts
     * @param diskLimit disk space that an attempt may use
     * @param lease length of the leases, which determines the interval of heartbeats
     */
    public ProcessRunner(Path workDirectory, DiskLimit diskLimit, Duration lease) {
        this(workDirectory, diskLimit, lease, Isolation.strongest());
    }

    ProcessRunner(Path workDirectory, DiskLimit diskLimit, Duration lease, Isolation isolation) {
        this.folders = new AttemptFolders(workDirectory);
        this.diskLimit = diskLimit;
        this.isolation = isolation;
        long period = Math.clamp(lease.toMillis() / 20, 50, 1000);
        ScheduledFuture<?> _ = heartbeats.scheduleAtFixedRate(
                Background.task("process-heartbeats", () -> forEach(ProcessExecution::beat)),
                period,
                period,
                TimeUnit.MILLISECONDS);
        ScheduledFuture<?> _ = orphans.scheduleWithFixedDelay(
                Background.task("job-folders", folders::removeOrphans),
                lease.toSeconds(),
                ORPHANS_PERIOD.toSeconds(),
                TimeUnit.SECONDS);
    }

    @Override
    public String name() {
        return "process";
    }

    @Override
    public Optional<Execution> attach(Attempt attempt, Optional<Plan.Tools> tools) {
        folders.removeAll(attempt.jobId());
        return Optional.empty();
    }

    @Override
    public Execution launch(Attempt attempt, Plan.Tools tools) {
        return start(new ProcessExecution(
                attempt, attempt.jobId(), execution -> execution.runAll(tools), folders, diskLimit, isolation));
    }

    @Override
    public Execution launch(Attempt attempt, Plan.InWorker task) {
        // Not the folder of the tools, which may run after the task.
        String folder = attempt.jobId() + TASK_SUFFIX;
        return start(new ProcessExecution(attempt, folder, task.task()::run, folders, diskLimit, isolation));
    }

    @Override
    public Execution follow(Attempt attempt, String name, Plan.Task task) {
        String folder = "%s-%s".formatted(attempt.jobId(), name);
        return start(new ProcessExecution(attempt, folder, task::run, folders, diskLimit, isolation));
    }

    private Execution start(ProcessExecution execution) {
        running.add(execution);
        CompletableFuture<Void> _ = execution.removed().thenRun(() -> running.remove(execution));
        try {
            execution.start();
        } catch (Throwable noThread) {
            running.remove(execution);
            throw noThread;
        }
        return execution;
    }

    /** Waits until running attempts have removed their folders, and removes those of earlier ones. */
    @Override
    public void dispose(String jobId) {
        running.stream()
                .filter(execution -> execution.jobId().equals(jobId))
                .forEach(execution -> execution.removed().join());
        folders.removeAll(jobId);
    }

    @Override
    public void freeDiskSpace() {
        folders.removeOrphans();
    }

    private void forEach(Consumer<ProcessExecution> action) {
        for (ProcessExecution execution : running) {
            // A failure of one must not affect the others.
            Background.runOnce("job-" + execution.jobId(), () -> action.accept(execution));
        }
    }

    /** Stops all attempts without waiting for them. */
    @Override
    public void close() {
        running.forEach(ProcessExecution::detach);
        heartbeats.shutdown();
        orphans.shutdown();
    }
}
