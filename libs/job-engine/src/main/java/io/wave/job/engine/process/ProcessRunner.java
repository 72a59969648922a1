package io.wave.job.engine.process;

import io.wave.background.Background;
import io.wave.job.engine.Attempt;
import io.wave.job.engine.Execution;
import io.wave.job.engine.Outcome;
import io.wave.job.engine.Runner;
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
 * Runs jobs as processes of this machine. Each attempt has a folder and a thread of its own. Nothing is taken over from
 * an earlier attempt: by the time a job can be claimed again its guard has ended what ran, and it starts anew.
 */
public final class ProcessRunner implements Runner, AutoCloseable {

    private static final Duration ORPHANS_PERIOD = Duration.ofHours(1);

    private final ProcessRecipe recipe;
    private final AttemptFolders folders;
    private final DiskLimit diskLimit;
    private final Isolation isolation;
    private final Set<ProcessExecution> running = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService heartbeats = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("process-heartbeats").factory());
    /** Apart from the heartbeats, which must not wait for an object store. */
    private final ScheduledExecutorService logs = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("job-logs").factory());

    /**
     * A runner of one kind of job.
     *
     * @param recipe what its jobs do
     * @param workDirectory where attempts have their folders
     * @param diskLimit what attempts may use of the disk
     * @param lease length of the leases, by which heartbeats are timed
     */
    public ProcessRunner(ProcessRecipe recipe, Path workDirectory, DiskLimit diskLimit, Duration lease) {
        this(recipe, workDirectory, diskLimit, lease, Isolation.strongest());
    }

    ProcessRunner(ProcessRecipe recipe, Path workDirectory, DiskLimit diskLimit, Duration lease, Isolation isolation) {
        this.recipe = recipe;
        this.folders = new AttemptFolders(workDirectory);
        this.diskLimit = diskLimit;
        this.isolation = isolation;
        long period = Math.clamp(lease.toMillis() / 20, 50, 1000);
        ScheduledFuture<?> _ = heartbeats.scheduleAtFixedRate(
                Background.task("process-heartbeats", () -> forEach(ProcessExecution::beat)),
                period,
                period,
                TimeUnit.MILLISECONDS);
        ScheduledFuture<?> _ = logs.scheduleWithFixedDelay(
                Background.task(
                        "job-logs", () -> forEach(running -> running.log().tick())),
                1,
                1,
                TimeUnit.SECONDS);
        ScheduledFuture<?> _ = logs.scheduleWithFixedDelay(
                Background.task("job-folders", folders::removeOrphans),
                lease.toSeconds(),
                ORPHANS_PERIOD.toSeconds(),
                TimeUnit.SECONDS);
    }

    @Override
    public Optional<Execution> adopt(Attempt attempt) {
        folders.removeAll(attempt.jobId());
        return Optional.empty();
    }

    @Override
    public Execution launch(Attempt attempt) {
        ProcessExecution execution = new ProcessExecution(attempt, recipe, folders, diskLimit, isolation);
        running.add(execution);
        CompletableFuture<Outcome> _ = execution.outcome().whenComplete((_, _) -> running.remove(execution));
        try {
            execution.start();
        } catch (Throwable noThread) {
            running.remove(execution);
            throw noThread;
        }
        return execution;
    }

    @Override
    public void makeRoom() {
        folders.removeOrphans();
    }

    private void forEach(Consumer<ProcessExecution> action) {
        for (ProcessExecution execution : running) {
            // One that fails does not keep the others from being looked after.
            Background.survives("job-" + execution.jobId(), () -> action.accept(execution));
        }
    }

    /** Stops what runs, without waiting for it. */
    @Override
    public void close() {
        running.forEach(ProcessExecution::cancel);
        heartbeats.shutdown();
        logs.shutdown();
    }
}
