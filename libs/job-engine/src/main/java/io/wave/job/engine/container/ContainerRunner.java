package io.wave.job.engine.container;

import io.wave.background.Background;
import io.wave.job.engine.plan.Plan;
import io.wave.job.engine.runner.Attempt;
import io.wave.job.engine.runner.Execution;
import io.wave.job.engine.runner.Runner;
import io.wave.job.engine.runner.TaskRunner;
import io.wave.store.ObjectStore;
import java.util.Optional;

/**
 * Runs the tools of each job as one container, which outlives this worker: the next attempt at the job attaches to it. What
 * comes before and after the container is done by the worker.
 */
public final class ContainerRunner implements Runner {

    private final String name;
    private final ContainerHost host;
    private final TaskRunner tasks;

    /**
     * Creates a runner.
     *
     * @param name the value of {@code wave.jobs.runner} that selects it
     * @param tasks runs what follows the containers
     */
    public ContainerRunner(String name, ContainerHost host, TaskRunner tasks) {
        this.name = name;
        this.host = host;
        this.tasks = tasks;
    }

    /**
     * Requires a store from which containers can transfer files.
     *
     * @param runner name of the runner that needs it
     * @throws IllegalArgumentException if it is not one
     */
    public static void requireUrls(ObjectStore store, String runner) {
        if (!store.hasUrls()) {
            throw new IllegalArgumentException(
                    "wave.store.location: must be a bucket, s3://…: jobs of runner '%s' transfer files by signed URLs"
                            .formatted(runner));
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean needsContainers() {
        return true;
    }

    @Override
    public Optional<Execution> attach(Attempt attempt, Optional<Plan.Tools> tools) throws InterruptedException {
        if (!host.has(attempt.jobId())) {
            return Optional.empty();
        }
        Plan.Containers containers = tools.map(Plan.Tools::containers).orElse(null);
        if (containers == null) {
            host.remove(attempt.jobId());
            return Optional.empty();
        }
        return Optional.of(new ContainerExecution(name, attempt, containers, host, true).start(tasks));
    }

    @Override
    public Execution launch(Attempt attempt, Plan.Tools tools) {
        return new ContainerExecution(name, attempt, tools.containers(), host, false).start(tasks);
    }

    /** Removes the container; one that cannot be removed now is removed by its host after a time. */
    @Override
    public void dispose(String jobId) {
        Background.runOnce("dispose-" + name, () -> {
            try {
                host.dispose(jobId);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
