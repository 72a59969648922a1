package io.wave.api.dashboard;

import io.wave.job.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What goes on in all replicas, as far as builds are concerned.
 *
 * @param queued number of builds that wait
 * @param running number of builds that run
 * @param live the oldest of both
 * @param ended those that ended last, the newest first
 * @param hours how builds ended in the hours past, the oldest first, hours without any left out
 * @param times how long things took in that time
 */
public record BuildActivity(
        long queued, long running, List<Shown> live, List<Shown> ended, List<Hour> hours, Times times) {

    /**
     * A build among others.
     *
     * @param id the build
     * @param image what it makes
     * @param tenant who asked for it
     * @param state where it stands
     * @param submittedAt when it was asked for
     * @param startedAt when it began
     * @param finishedAt when its work ended
     * @param endedAt when that was known here
     */
    public record Shown(
            String id,
            String image,
            String tenant,
            JobState state,
            Instant submittedAt,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            @Nullable Instant endedAt) {}

    /**
     * How builds ended in an hour.
     *
     * @param begin when it began
     * @param succeeded number of builds that made their image
     * @param failed number of builds that did not
     */
    public record Hour(Instant begin, long succeeded, long failed) {}

    /**
     * How long builds that ended well took; null where there were none.
     *
     * @param waiting half of them waited no longer
     * @param usual half of them ran no longer
     * @param long95 of a hundred, 95 ran no longer
     */
    public record Times(
            @Nullable Duration waiting,
            @Nullable Duration usual,
            @Nullable Duration long95) {}
}
