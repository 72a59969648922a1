package io.wave.job.engine.config;

import io.wave.job.JobKind;
import io.wave.job.engine.store.RunningLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Configuration of the job engine.
 *
 * @param runner name of the runner of tools: {@code process}, {@code docker}, or {@code kubernetes}
 * @param slots maximum number of jobs of each kind that one replica runs concurrently; jobs that Kueue has not admitted yet take none
 * @param maxRunning maximum number of jobs of each kind that all replicas together run concurrently; further jobs stay queued
 * @param maxRunningPerTenant the same for the jobs of one tenant; callers without a token are one tenant. Without limits too, queued
 *     jobs are started in turn, one of each tenant
 * @param lease length of the lease of a running job; after a crash, the job is started again when it has expired
 * @param soleWorker whether no other process runs jobs on the same database, as with {@code make run}: then those of a process that was killed are
 *     taken over at the start, not when their lease has expired. Never set it where a second worker may start before the first has ended
 * @param attempts how often a job may lose its worker, or the node of its pod, before it fails; jobs released by a graceful stop do not count
 * @param workDir work directory of running jobs; defaults to {@code wave-jobs} in the directory for temporary files
 * @param minFree free disk space of the work directory below which a replica starts no jobs
 * @param diskLimit disk space that one job may use in the work directory before it is ended
 * @param logLimit maximum size of a stored log; of a longer one the first and the last half are kept
 * @param pollInterval interval at which a replica looks for jobs to run and for expired deadlines
 * @param retention how long finished jobs are kept in the job table
 * @param kinds overrides for jobs of one kind ({@code build}, {@code mirror}, {@code scan})
 */
@ConfigurationProperties("wave.jobs")
public record JobsProperties(
        @DefaultValue(JobsProperties.PROCESS) String runner,
        @DefaultValue("4") int slots,
        @Nullable Integer maxRunning,
        @Nullable Integer maxRunningPerTenant,
        @DefaultValue("30s") Duration lease,
        @DefaultValue("false") boolean soleWorker,
        @DefaultValue("2") int attempts,
        @Nullable Path workDir,
        @DefaultValue("1GB") DataSize minFree,
        @DefaultValue("64GB") DataSize diskLimit,
        @DefaultValue("10MB") DataSize logLimit,
        @DefaultValue("1s") Duration pollInterval,
        @DefaultValue("30d") Duration retention,
        @DefaultValue Map<JobKind, Kind> kinds) {

    private static final String PROCESS = "process";

    public JobsProperties {
        if (slots < 1 || attempts < 1) {
            throw new IllegalArgumentException("wave.jobs.slots, wave.jobs.attempts: must be greater than 0");
        }
        requirePositive("wave.jobs.max-running", maxRunning);
        requirePositive("wave.jobs.max-running-per-tenant", maxRunningPerTenant);
        kinds = Map.copyOf(kinds);
        if (lease.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("wave.jobs.lease: must be at least 1s");
        }
    }

    /** The work directory of running jobs. */
    public Path workDirectory() {
        return workDir == null ? Path.of(System.getProperty("java.io.tmpdir"), "wave-jobs") : workDir;
    }

    /** The name of the runner for this kind of job. */
    public String runner(JobKind kind) {
        return Optional.ofNullable(kinds.get(kind)).map(Kind::runner).orElse(runner);
    }

    /** Whether the tools of this kind of job run on the machine of the worker. */
    public boolean needsTools(JobKind kind) {
        return runner(kind).equals(PROCESS);
    }

    /** The maximum number of jobs of this kind that one replica runs concurrently. */
    public int slots(JobKind kind) {
        return Optional.ofNullable(kinds.get(kind)).map(Kind::slots).orElse(slots);
    }

    /** How many jobs of this kind may run at the same time, on all replicas together. */
    public RunningLimits runningLimits(JobKind kind) {
        Optional<Kind> own = Optional.ofNullable(kinds.get(kind));
        return new RunningLimits(
                limit(own.map(Kind::maxRunning), maxRunning),
                limit(own.map(Kind::maxRunningPerTenant), maxRunningPerTenant));
    }

    private static int limit(Optional<Integer> own, @Nullable Integer general) {
        return own.or(() -> Optional.ofNullable(general)).orElse(Integer.MAX_VALUE);
    }

    /**
     * Overrides for jobs of one kind.
     *
     * @param runner name of the runner of their tools; defaults to {@code wave.jobs.runner}
     * @param slots maximum number of these jobs that one replica runs concurrently; defaults to {@code wave.jobs.slots}
     * @param maxRunning defaults to {@code wave.jobs.max-running}
     * @param maxRunningPerTenant defaults to {@code wave.jobs.max-running-per-tenant}
     */
    public record Kind(
            @Nullable String runner,
            @Nullable Integer slots,
            @Nullable Integer maxRunning,
            @Nullable Integer maxRunningPerTenant) {

        public Kind {
            requirePositive("wave.jobs.kinds.*.slots", slots);
            requirePositive("wave.jobs.kinds.*.max-running", maxRunning);
            requirePositive("wave.jobs.kinds.*.max-running-per-tenant", maxRunningPerTenant);
        }
    }

    private static void requirePositive(String key, @Nullable Integer value) {
        if (value != null && value < 1) {
            throw new IllegalArgumentException(key + ": must be greater than 0, not " + value);
        }
    }
}
