package io.wave.job.engine.scheduler;

import io.wave.job.JobKind;
import io.wave.job.engine.config.JobsProperties;
import io.wave.job.engine.plan.JobType;
import io.wave.job.engine.runner.Runner;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.context.SmartLifecycle;

/** The schedulers of a worker, one for each kind of job. */
public final class JobSchedulers implements SmartLifecycle {

    private final Map<JobKind, JobScheduler> schedulers;

    public JobSchedulers(Map<JobKind, JobScheduler> schedulers) {
        this.schedulers = Map.copyOf(schedulers);
    }

    /** The runner that is configured for a kind of job. */
    public static Runner runner(JobType<?> type, JobsProperties properties, List<Runner> runners) {
        Runner chosen = runner(type.kind(), properties, runners);
        if (chosen.needsContainers() && !type.hasContainers()) {
            throw new IllegalArgumentException(
                    "wave.jobs.runner (or wave.jobs.kinds.%2$s.runner): runner '%1$s' cannot run jobs of kind '%2$s'"
                            .formatted(chosen.name(), type.kind()));
        }
        return chosen;
    }

    private static Runner runner(JobKind kind, JobsProperties properties, List<Runner> runners) {
        String name = properties.runner(kind);
        Map<String, Runner> named = runners.stream().collect(Collectors.toMap(Runner::name, Function.identity()));
        Runner chosen = named.get(name);
        if (chosen == null) {
            throw new IllegalArgumentException(
                    "wave.jobs.runner (or wave.jobs.kinds.%2$s.runner): unknown runner '%1$s'; available: %3$s"
                            .formatted(name, kind, named.keySet()));
        }
        return chosen;
    }

    public JobScheduler of(JobKind kind) {
        JobScheduler scheduler = schedulers.get(kind);
        if (scheduler == null) {
            throw new IllegalArgumentException("kind: this worker runs no jobs of kind '%s'".formatted(kind));
        }
        return scheduler;
    }

    private Collection<JobScheduler> all() {
        return schedulers.values();
    }

    @Override
    public void start() {
        all().forEach(JobScheduler::start);
    }

    @Override
    public void stop() {
        all().forEach(JobScheduler::beginStop);
        long deadline = System.nanoTime() + JobScheduler.STOP_TIMEOUT.toNanos();
        all().forEach(scheduler -> scheduler.awaitStopped(deadline));
    }

    @Override
    public boolean isRunning() {
        return all().stream().anyMatch(JobScheduler::isRunning);
    }
}
