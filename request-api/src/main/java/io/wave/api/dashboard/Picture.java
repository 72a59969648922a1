package io.wave.api.dashboard;

import io.wave.api.dashboard.BuildActivity.Shown;
import io.wave.api.web.page.PageTimes;
import io.wave.token.RequestRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The home page's picture, in words and lengths. Nothing in it depends on the moment, except through the hour.
 *
 * @param queued number of builds that wait
 * @param running number of builds that run
 * @param succeeded number of builds of the last hours that made their image
 * @param failed number of those that did not
 * @param rate which part succeeded, in percent
 * @param waiting how long half of them waited at most
 * @param usual how long half of them ran at most
 * @param long95 how long 95 of a hundred ran at most
 * @param live builds that wait or run
 * @param unlisted number of further ones
 * @param ended builds that ended last
 * @param bars how builds ended, hour by hour
 */
record Picture(
        long queued,
        long running,
        long succeeded,
        long failed,
        String rate,
        String waiting,
        String usual,
        String long95,
        List<Line> live,
        long unlisted,
        List<Line> ended,
        HourBars bars) {

    /**
     * A build.
     *
     * @param id the build, null where it is not told
     * @param image what it makes, null where it is not told
     * @param state where it stands
     * @param since milliseconds of the moment from which its time counts
     * @param ran how long it ran, once it has ended
     */
    record Line(@Nullable String id, @Nullable String image, String state, long since, String ran) {

        static Line of(Shown build, boolean names) {
            boolean told = names && build.tenant().equals(RequestRecord.ANONYMOUS);
            Instant begin = build.startedAt() == null ? build.submittedAt() : build.startedAt();
            return new Line(
                    told ? build.id() : null,
                    told ? build.image() : null,
                    build.state().name().replace('_', ' '),
                    (build.endedAt() == null ? begin : build.endedAt()).toEpochMilli(),
                    ran(build));
        }

        private static String ran(Shown build) {
            return build.startedAt() == null || build.finishedAt() == null
                    ? PageTimes.UNKNOWN
                    : PageTimes.length(Duration.between(build.startedAt(), build.finishedAt()));
        }
    }

    static Picture of(BuildActivity activity, boolean names, Instant now) {
        HourBars bars = HourBars.of(activity.hours(), now);
        long ended = bars.succeeded() + bars.failed();
        return new Picture(
                activity.queued(),
                activity.running(),
                bars.succeeded(),
                bars.failed(),
                ended == 0 ? PageTimes.UNKNOWN : "%d %%".formatted(100 * bars.succeeded() / ended),
                PageTimes.length(Optional.ofNullable(activity.times().waiting())),
                PageTimes.length(Optional.ofNullable(activity.times().usual())),
                PageTimes.length(Optional.ofNullable(activity.times().long95())),
                lines(activity.live(), names),
                activity.queued() + activity.running() - activity.live().size(),
                lines(activity.ended(), names),
                bars);
    }

    private static List<Line> lines(List<Shown> builds, boolean names) {
        return builds.stream().map(build -> Line.of(build, names)).toList();
    }
}
