package io.wave.job.engine.config;

import io.wave.job.JobKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How jobs are run.
 *
 * @param runner what runs their tools: {@code process}
 * @param slots how many jobs of each kind one replica runs at the same time
 * @param lease how long a replica has a job for itself after each renewal; after a crash the job waits that long
 * @param attempts how many replicas a job may be lost with before it fails; what a replica hands back when it stops
 *     does not count
 * @param workDir where the process runner keeps the folders of running jobs; {@code wave-jobs} in the folder for
 *     temporary files when not given
 * @param minFree how much of that folder's disk stays free: below it a replica begins no job
 * @param diskLimit how much of that folder's disk one job may use before it is ended
 * @param logLimit how much of one log is kept: the first and the last half of it
 * @param pollInterval how often a replica looks for jobs and deadlines
 * @param retention how long finished jobs stay in the table
 * @param kinds what differs for jobs of one kind ({@code build}, {@code mirror}, {@code scan})
 */
@ConfigurationProperties("wave.jobs")
public record JobsProperties(
        @DefaultValue("process") String runner,
        @DefaultValue("4") int slots,
        @DefaultValue("30s") Duration lease,
        @DefaultValue("2") int attempts,
        @Nullable Path workDir,
        @DefaultValue("1GB") DataSize minFree,
        @DefaultValue("64GB") DataSize diskLimit,
        @DefaultValue("10MB") DataSize logLimit,
        @DefaultValue("1s") Duration pollInterval,
        @DefaultValue("30d") Duration retention,
        @DefaultValue Map<JobKind, Kind> kinds) {

    public JobsProperties {
        if (slots < 1 || attempts < 1) {
            throw new IllegalArgumentException("wave.jobs.slots and wave.jobs.attempts must be positive");
        }
        kinds = Map.copyOf(kinds);
        if (lease.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("wave.jobs.lease must be at least one second");
        }
    }

    /** Where the process runner keeps the folders of running jobs. */
    public Path workDirectory() {
        return workDir == null ? Path.of(System.getProperty("java.io.tmpdir"), "wave-jobs") : workDir;
    }

    /** What runs the tools of this kind of job. */
    public String runner(JobKind kind) {
        return Optional.ofNullable(kinds.get(kind)).map(Kind::runner).orElse(runner);
    }

    /** How many jobs of this kind one replica runs at the same time. */
    public int slots(JobKind kind) {
        return Optional.ofNullable(kinds.get(kind)).map(Kind::slots).orElse(slots);
    }

    /**
     * What differs for jobs of one kind.
     *
     * @param runner what runs their tools, if not {@code wave.jobs.runner}
     * @param slots how many one replica runs at the same time, if not {@code wave.jobs.slots}
     */
    public record Kind(@Nullable String runner, @Nullable Integer slots) {

        public Kind {
            if (slots != null && slots < 1) {
                throw new IllegalArgumentException("wave.jobs.kinds.*.slots must be positive, not " + slots);
            }
        }
    }
}
