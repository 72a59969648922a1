package io.wave.job.engine.container;

import io.wave.job.engine.lease.LeaseLostException;
import io.wave.job.engine.outcome.JobFailedException;
import io.wave.job.engine.outcome.Outcome;
import io.wave.job.engine.plan.Container;
import io.wave.job.engine.plan.ContainerRun;
import io.wave.job.engine.plan.Plan;
import io.wave.job.engine.plan.Work;
import io.wave.job.engine.runner.Attempt;
import io.wave.job.engine.runner.Execution;
import io.wave.job.engine.runner.TaskRunner;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An attempt that launches a container or attaches to one, follows it, and does what is left to do after its end. */
final class ContainerExecution implements Execution {

    private static final Logger log = LoggerFactory.getLogger(ContainerExecution.class);

    /** Tells the folders of attempts from each other, since an attempt that attaches has the number of the one before. */
    private static final AtomicLong COUNT = new AtomicLong();

    private static final Duration POLL = Duration.ofMillis(200);

    private final String runner;
    private final Attempt attempt;
    private final Plan.@Nullable Containers containers;
    private final ContainerHost host;
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private volatile @Nullable Execution task;
    private volatile boolean exists;
    private volatile boolean aborted;
    private volatile boolean detached;

    /** @param exists whether there is a container to attach to */
    ContainerExecution(
            String runner, Attempt attempt, Plan.@Nullable Containers containers, ContainerHost host, boolean exists) {
        this.runner = runner;
        this.attempt = attempt;
        this.containers = containers;
        this.host = host;
        this.exists = exists;
    }

    ContainerExecution start(TaskRunner tasks) {
        Execution started = tasks.follow(attempt, "container-" + COUNT.incrementAndGet(), this::run);
        task = started;
        if (aborted || detached) {
            started.abort();
        }
        CompletableFuture<Void> _ = started.outcome().thenAccept(outcome::complete);
        return this;
    }

    private Outcome run(Work work) throws IOException, InterruptedException {
        if (containers == null) {
            throw new JobFailedException(
                    "%s failed: the runner '%s' cannot run it (wave.jobs.kinds.%1$s.runner)".formatted(kind(), runner));
        }
        try (ContainerRun run = containers.open(work)) {
            return run(run, work);
        } catch (InterruptedException | LeaseLostException stopped) {
            return stopped();
        } catch (RuntimeException | IOException | Error failed) {
            if (isStopped()) {
                return stopped();
            }
            return removed() ? rethrow(failed) : new Outcome.Detached();
        }
    }

    private static Outcome rethrow(Throwable failed) throws IOException {
        switch (failed) {
            case IOException unavailable -> throw unavailable;
            case RuntimeException unexpected -> throw unexpected;
            case Error unexpected -> throw unexpected;
            default -> throw new IllegalStateException(failed);
        }
    }

    private Outcome run(ContainerRun run, Work work) throws IOException, InterruptedException {
        work.requireLease();
        if (!exists) {
            Container container = run.container().with(attempt.variables());
            work.requireLease();
            exists = true;
            try {
                host.create(attempt, container);
            } catch (JobFailedException refused) {
                exists = false;
                throw refused;
            }
        }
        ContainerEnd end = host.follow(attempt, new LoggedOutput(run, attempt));
        work.requireLease();
        return switch (end) {
            case ContainerEnd.Exited(int exitCode, String message) when exitCode == 0 -> run.succeeded(message);
            case ContainerEnd.Exited(int exitCode, String message)
            when exitCode == Container.NOT_RUN && !message.isBlank() -> failed(message.strip());
            case ContainerEnd.Exited(int exitCode, var _) -> afterFailure(run.failed(exitCode));
            case ContainerEnd.Failed(String reason) -> failed(reason);
            case ContainerEnd.Lost(String reason) -> new Outcome.Disrupted(reason);
            case ContainerEnd.Vanished() -> new Outcome.Disrupted("its container was removed by somebody else");
        };
    }

    /** A container that is launched again gets the place of the one that has ended. */
    private Outcome afterFailure(Outcome outcome) throws InterruptedException {
        if (outcome instanceof Outcome.Disrupted) {
            host.remove(attempt.jobId());
        }
        return outcome;
    }

    private Outcome failed(String reason) {
        return new Outcome.Failed("%s failed: %s".formatted(kind(), reason), null);
    }

    private String kind() {
        return attempt.kind().toString();
    }

    private boolean isStopped() {
        return aborted || detached || Thread.currentThread().isInterrupted();
    }

    /** A container that was not asked to end continues: this worker stops, or another one has the job. */
    private Outcome stopped() {
        if (!exists) {
            return new Outcome.Stopped();
        }
        return aborted && !detached && removed() ? new Outcome.Stopped() : new Outcome.Detached();
    }

    /** Waits until the container is removed; returns false if this worker stops meanwhile. */
    private boolean removed() {
        if (!exists) {
            return true;
        }
        CompletableFuture<Void> removal = new CompletableFuture<>();
        Thread remover =
                Thread.ofPlatform().daemon().name("remove-" + attempt.jobId()).start(() -> remove(removal));
        while (!detached && !removal.isDone()) {
            try {
                remover.join(POLL);
            } catch (InterruptedException repeated) {
                // The stop that is being done already.
            }
        }
        remover.interrupt();
        return removal.isDone() && !removal.isCompletedExceptionally();
    }

    private void remove(CompletableFuture<Void> removal) {
        try {
            host.remove(attempt.jobId());
            removal.complete(null);
        } catch (InterruptedException stopped) {
            removal.completeExceptionally(stopped);
        } catch (RuntimeException | Error failed) {
            log.atError()
                    .addKeyValue("jobId", attempt.jobId())
                    .setCause(failed)
                    .log("Container cannot be removed: its job does not end");
            removal.completeExceptionally(failed);
        }
    }

    @Override
    public CompletableFuture<Outcome> outcome() {
        return outcome;
    }

    @Override
    public void abort() {
        if (!aborted) {
            aborted = true;
            stopTask();
        }
    }

    @Override
    public void detach() {
        if (!detached) {
            detached = true;
            stopTask();
        }
    }

    /** Interrupts the task. */
    private void stopTask() {
        Execution running = task;
        if (running != null) {
            running.abort();
        }
    }
}
