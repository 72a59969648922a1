package io.wave.job.engine;

import io.wave.image.Digest;
import io.wave.job.engine.outcome.Outcome;
import io.wave.job.engine.plan.Plan;
import io.wave.job.engine.runner.Attempt;
import io.wave.job.engine.runner.Execution;
import io.wave.job.engine.runner.Runner;
import io.wave.job.engine.store.JobSubmission;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** A runner whose attempts end when the test says so. */
final class HandRunner implements Runner {

    final AtomicBoolean freedDiskSpace = new AtomicBoolean();
    final Set<String> disposed = ConcurrentHashMap.newKeySet();
    private final Map<String, Running> running = new ConcurrentHashMap<>();
    private volatile Runnable onAttach = () -> {};

    /** What happens when an attempt begins. */
    void onAttach(Runnable action) {
        onAttach = action;
    }

    @Override
    public String name() {
        return "hand";
    }

    @Override
    public Optional<Execution> attach(Attempt attempt, Optional<Plan.Tools> tools) {
        onAttach.run();
        return Optional.empty();
    }

    @Override
    public Execution launch(Attempt attempt, Plan.Tools tools) {
        Running launched = new Running(attempt, new CompletableFuture<>(), new AtomicBoolean());
        running.put(attempt.jobId(), launched);
        return launched;
    }

    @Override
    public void dispose(String jobId) {
        disposed.add(jobId);
    }

    @Override
    public void freeDiskSpace() {
        freedDiskSpace.set(true);
    }

    /** Ends what a test has left running. */
    void finish() {
        running.values().forEach(left -> left.succeed("left over"));
    }

    Optional<Running> of(JobSubmission job) {
        return Optional.ofNullable(running.get(job.id()));
    }

    /** An attempt that was launched. */
    record Running(Attempt attempt, CompletableFuture<Outcome> outcome, AtomicBoolean cancelled) implements Execution {

        @Override
        public void abort() {
            cancelled.set(true);
        }

        @Override
        public void detach() {
            cancelled.set(true);
        }

        void succeed(String content) {
            outcome.complete(new Outcome.Succeeded(Digest.of(content.getBytes(StandardCharsets.UTF_8))));
        }

        void gone() {
            outcome.complete(new Outcome.Stopped());
        }
    }
}
