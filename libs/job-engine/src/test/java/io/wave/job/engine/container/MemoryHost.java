package io.wave.job.engine.container;

import io.wave.job.engine.outcome.JobFailedException;
import io.wave.job.engine.plan.Container;
import io.wave.job.engine.runner.Attempt;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;

/** A host whose containers end when the test says so. */
final class MemoryHost implements ContainerHost {

    final Map<String, CompletableFuture<ContainerEnd>> containers = new ConcurrentHashMap<>();
    final List<Container> created = new CopyOnWriteArrayList<>();
    volatile boolean refuses;

    @Override
    public boolean has(String jobId) {
        return containers.containsKey(jobId);
    }

    @Override
    public void create(Attempt attempt, Container container) {
        if (refuses) {
            throw new JobFailedException("build failed: refused");
        }
        created.add(container);
        containers.computeIfAbsent(attempt.jobId(), _ -> new CompletableFuture<>());
    }

    @Override
    public ContainerEnd follow(Attempt attempt, ContainerListener listener) throws InterruptedException {
        listener.started();
        byte[] output = "output".getBytes(StandardCharsets.UTF_8);
        listener.output(output, output.length);
        try {
            ContainerEnd end = of(attempt.jobId()).get();
            listener.ended();
            return end;
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private CompletableFuture<ContainerEnd> of(String jobId) {
        return Objects.requireNonNull(containers.get(jobId));
    }

    /** Ends a container. */
    void end(String jobId, ContainerEnd end) {
        of(jobId).complete(end);
    }

    @Override
    public void remove(String jobId) {
        CompletableFuture<ContainerEnd> removed = containers.remove(jobId);
        if (removed != null) {
            removed.complete(new ContainerEnd.Vanished());
        }
    }

    @Override
    public void dispose(String jobId) {
        remove(jobId);
    }
}
