package io.wave.job.engine.process;

import io.wave.job.engine.folder.AttemptFolders;
import io.wave.job.engine.folder.DiskLimit;
import io.wave.job.engine.folder.DiskLimitException;
import io.wave.job.engine.folder.FolderLock;
import io.wave.job.engine.guard.GuardedProcess;
import io.wave.job.engine.guard.Isolation;
import io.wave.job.engine.lease.LeaseLostException;
import io.wave.job.engine.log.JobLog;
import io.wave.job.engine.outcome.JobFailedException;
import io.wave.job.engine.outcome.Outcome;
import io.wave.job.engine.plan.Plan;
import io.wave.job.engine.plan.Work;
import io.wave.job.engine.runner.Attempt;
import io.wave.job.engine.runner.Execution;
import io.wave.job.engine.tool.OutputFilter;
import io.wave.job.engine.tool.ToolCommand;
import io.wave.tracing.Traces;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An attempt on its own thread: runs a task, or tools one after the other. */
final class ProcessExecution implements Execution, Work {

    private static final Logger log = LoggerFactory.getLogger(ProcessExecution.class);

    private final Attempt attempt;
    private final String folderName;
    private final Body body;
    private final AttemptFolders folders;
    private final DiskLimit diskLimit;
    private final Isolation isolation;
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private final CompletableFuture<Void> removed = new CompletableFuture<>();
    private final Thread thread;
    private @Nullable Path folder;
    private volatile boolean cancelled;
    private volatile boolean pushBegun;
    /** All tools have succeeded. */
    private volatile boolean succeeded;

    private volatile @Nullable GuardedProcess process;

    /** The work of the thread. */
    @FunctionalInterface
    interface Body {
        Outcome run(ProcessExecution execution) throws IOException, InterruptedException;
    }

    ProcessExecution(
            Attempt attempt,
            String folderName,
            Body body,
            AttemptFolders folders,
            DiskLimit diskLimit,
            Isolation isolation) {
        this.attempt = attempt;
        this.folderName = folderName;
        this.body = body;
        this.folders = folders;
        this.diskLimit = diskLimit;
        this.isolation = isolation;
        // A platform thread: there are few, and each blocks in reads while its tool runs.
        this.thread = Thread.ofPlatform().daemon().name(attempt.jobId()).unstarted(Traces.carried(this::work));
    }

    void start() {
        thread.start();
    }

    private void work() {
        try {
            Path created = folders.create(folderName, attempt.number());
            folder = created;
            try (FolderLock _ = FolderLock.take(created)) {
                outcome.complete(ended());
            } finally {
                // A pending interrupt would break the removal.
                Thread.interrupted();
                AttemptFolders.remove(created);
            }
        } catch (RuntimeException | IOException | Error noFolder) {
            outcome.complete(unexpected(noFolder));
        } finally {
            removed.complete(null);
        }
    }

    private Outcome ended() {
        try {
            return body.run(this);
        } catch (LeaseLostException | InterruptedException stopped) {
            return new Outcome.Stopped();
        } catch (JobFailedException failed) {
            return cancelled ? new Outcome.Stopped() : failed(failed);
        } catch (DiskLimitException exceeded) {
            return cancelled
                    ? new Outcome.Stopped()
                    : new Outcome.Failed("out of disk space: " + exceeded.getMessage(), null);
        } catch (RuntimeException | IOException | Error unexpected) {
            return unexpected(unexpected);
        }
    }

    /** No tool has told the reason in the log. */
    private Outcome failed(JobFailedException failure) {
        log().line("Error: " + failure.getMessage());
        return failure.outcome();
    }

    private Outcome unexpected(Throwable failure) {
        if (cancelled) {
            return new Outcome.Stopped();
        }
        log.atError().addKeyValue("jobId", attempt.jobId()).setCause(failure).log("Job failed unexpectedly");
        return new Outcome.Failed("internal error: " + failure.getMessage(), null);
    }

    /** Runs the tools of a plan. */
    Outcome runAll(Plan.Tools tools) throws IOException, InterruptedException {
        requireLease();
        try (Plan.Steps steps = tools.inputs().prepare(this)) {
            for (Plan.Step step : steps.inOrder()) {
                if (!step.isNeeded()) {
                    continue;
                }
                int exitCode = run(step);
                if (exitCode == 0) {
                    step.succeeded();
                } else if (!step.isOptional()) {
                    return step.failed(exitCode);
                }
            }
            succeeded = true;
            return steps.outcome();
        }
    }

    private int run(Plan.Step step) throws InterruptedException {
        if (step.pushes()) {
            beginPush();
        }
        int exitCode = run(step, step.command());
        while (exitCode != 0) {
            Optional<Duration> pause = step.repeatAfter(exitCode);
            if (pause.isEmpty()) {
                break;
            }
            Thread.sleep(pause.get());
            exitCode = run(step, step.command());
        }
        if (exitCode == 0) {
            return exitCode;
        }
        Optional<ToolCommand> otherwise = step.otherwise(exitCode);
        return otherwise.isPresent() ? run(step, otherwise.get()) : exitCode;
    }

    private int run(Plan.Step step, ToolCommand command) {
        requireLease();
        GuardedProcess started =
                GuardedProcess.start(command.with(attempt.variables()), folder(), attempt.lease(), isolation);
        process = started;
        try (DiskLimit.Watch disk = diskLimit.watch(folder(), _ -> started.stop());
                ToolWatch watch = ToolWatch.start(step, command.arguments().getFirst(), started)) {
            if (cancelled) {
                started.stop();
            }
            copyOutput(started, step.output());
            int exitCode = started.exitCode();
            disk.excess().ifPresent(message -> {
                throw new DiskLimitException(message);
            });
            if (watch.hasEnded() && !cancelled) {
                return Plan.Step.ENDED;
            }
            if (started.wasStopped()) {
                throw new LeaseLostException(
                        "tool stopped: " + command.arguments().getFirst());
            }
            return exitCode;
        } finally {
            process = null;
        }
    }

    private void copyOutput(GuardedProcess tool, OutputFilter filter) {
        byte[] buffer = new byte[16 * 1024];
        try (InputStream output = tool.output()) {
            for (int length = output.read(buffer); length >= 0; length = output.read(buffer)) {
                log(filter.keep(buffer, length));
            }
            log(filter.rest());
        } catch (IOException closed) {
            tool.stop();
        }
    }

    private void log(byte[] text) {
        attempt.log().append(text, text.length);
    }

    void beat() {
        GuardedProcess current = process;
        if (current != null) {
            current.beat();
        }
    }

    @Override
    public void abort() {
        cancelled = true;
        GuardedProcess current = process;
        if (current == null) {
            interrupt();
        } else {
            current.stop();
        }
    }

    /** Not after the tools have succeeded and the push has begun: a stop would only repeat them. */
    private void interrupt() {
        if (!(succeeded && pushBegun) && !outcome.isDone()) {
            thread.interrupt();
        }
    }

    /** Stops the work: processes and tasks cannot outlive this worker. */
    @Override
    public void detach() {
        abort();
    }

    /** Completes after the {@link #outcome}, when the folder of the attempt is removed. */
    CompletableFuture<Void> removed() {
        return removed;
    }

    @Override
    public void requireLease() {
        if (cancelled) {
            throw new LeaseLostException("job %s: a stop was requested".formatted(attempt.jobId()));
        }
        attempt.requireLease();
    }

    @Override
    public void beginPush() {
        requireLease();
        attempt.beginPush();
        requireLease();
        pushBegun = true;
    }

    @Override
    public Path folder() {
        if (folder == null) {
            throw new IllegalStateException("not started");
        }
        return folder;
    }

    @Override
    public CompletableFuture<Outcome> outcome() {
        return outcome;
    }

    @Override
    public String jobId() {
        return attempt.jobId();
    }

    @Override
    public JobLog log() {
        return attempt.log();
    }
}
