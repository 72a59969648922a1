package io.wave.api.dashboard;

import io.wave.job.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The builds, mirrors and scans of all replicas, for the dashboard.
 *
 * @param queued number of waiting jobs
 * @param running number of running jobs
 * @param live the oldest waiting and running jobs
 * @param ended the most recently ended jobs, newest first
 * @param hours results per hour, oldest first, without empty hours
 * @param times wait and build times
 */
public record BuildActivity(
        long queued, long running, List<Shown> live, List<Shown> ended, List<Hour> hours, Times times) {

    /**
     * A build, mirror or scan in a list.
     *
     * @param kind {@code build}, {@code mirror} or {@code scan}
     * @param id its id
     * @param image image that is built or scanned, or the name of the copy
     * @param tenant tenant of the caller
     * @param state current state
     * @param submittedAt when it was requested
     * @param startedAt when it started
     * @param finishedAt when it finished
     * @param endedAt when its end was recorded
     */
    public record Shown(
            String kind,
            String id,
            String image,
            String tenant,
            JobState state,
            Instant submittedAt,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            @Nullable Instant endedAt) {}

    /**
     * The results of an hour.
     *
     * @param begin start of the hour
     * @param succeeded number of successful jobs
     * @param failed number of failed jobs
     */
    public record Hour(Instant begin, long succeeded, long failed) {}

    /**
     * Wait and build times of successful builds; null if there are none.
     *
     * @param medianWait median wait time
     * @param medianBuild median build time
     * @param p95Build 95th percentile of the build time
     */
    public record Times(
            @Nullable Duration medianWait,
            @Nullable Duration medianBuild,
            @Nullable Duration p95Build) {}
}
