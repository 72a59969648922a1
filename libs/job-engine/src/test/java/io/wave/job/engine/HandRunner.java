package io.wave.job.engine;

import io.wave.image.Digest;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** A runner whose attempts end when the test says so. */
final class HandRunner implements Runner {

    final AtomicBoolean madeRoom = new AtomicBoolean();
    private final Map<String, Running> running = new ConcurrentHashMap<>();

    @Override
    public Optional<Execution> adopt(Attempt attempt) {
        return Optional.empty();
    }

    @Override
    public Execution launch(Attempt attempt) {
        Running launched = new Running(attempt, new CompletableFuture<>(), new AtomicBoolean());
        running.put(attempt.jobId(), launched);
        return launched;
    }

    @Override
    public void makeRoom() {
        madeRoom.set(true);
    }

    Optional<Running> of(JobSubmission job) {
        return Optional.ofNullable(running.get(job.id()));
    }

    /** An attempt that was launched. */
    record Running(Attempt attempt, CompletableFuture<Outcome> outcome, AtomicBoolean cancelled) implements Execution {

        @Override
        public void cancel() {
            cancelled.set(true);
        }

        void succeed(String content) {
            outcome.complete(
                    new Outcome.Succeeded(Digest.of(content.getBytes(java.nio.charset.StandardCharsets.UTF_8))));
        }

        void gone() {
            outcome.complete(new Outcome.Stopped());
        }
    }
}
