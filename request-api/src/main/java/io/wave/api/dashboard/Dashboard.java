package io.wave.api.dashboard;

import io.wave.api.dashboard.BuildActivity.Shown;
import io.wave.api.web.page.PageTimeFormat;
import io.wave.job.JobKind;
import io.wave.token.RequestRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The texts and sizes on the dashboard. They depend on the current time only through the hour.
 *
 * @param queued number of waiting builds
 * @param running number of running builds
 * @param succeeded number of successful builds in the last hours
 * @param failed number of failed builds in the last hours
 * @param rate success rate in percent
 * @param medianWait median wait time
 * @param medianBuild median build time
 * @param p95Build 95th percentile of the build time
 * @param live waiting and running builds
 * @param unlisted number of further ones
 * @param ended recently finished builds
 * @param bars results per hour
 */
record Dashboard(
        long queued,
        long running,
        long succeeded,
        long failed,
        String rate,
        String medianWait,
        String medianBuild,
        String p95Build,
        List<Line> live,
        long unlisted,
        List<Line> ended,
        HourlyChart bars) {

    /**
     * A build.
     *
     * @param kind {@code build}, {@code mirror} or {@code scan}
     * @param id its id, null if it is not shown
     * @param image image, null if it is not shown
     * @param state current state
     * @param step how far it has come, if that is known and shown
     * @param since start of its displayed duration, in milliseconds
     * @param ran how long it ran, once it has ended
     */
    record Line(
            String kind,
            @Nullable String id,
            @Nullable String image,
            String state,
            @Nullable String step,
            long since,
            String ran) {

        static Line of(Shown build, boolean names, @Nullable String step) {
            boolean shown = names && build.tenant().equals(RequestRecord.ANONYMOUS);
            Instant begin = build.startedAt() == null ? build.submittedAt() : build.startedAt();
            return new Line(
                    build.kind(),
                    shown ? build.id() : null,
                    shown ? build.image() : null,
                    build.state().name().replace('_', ' '),
                    // The share of a mirror that is copied says nothing about its user.
                    shown || build.kind().equals(JobKind.MIRROR.toString()) ? step : null,
                    (build.endedAt() == null ? begin : build.endedAt()).toEpochMilli(),
                    ran(build));
        }

        private static String ran(Shown build) {
            return build.startedAt() == null || build.finishedAt() == null
                    ? PageTimeFormat.UNKNOWN
                    : PageTimeFormat.length(Duration.between(build.startedAt(), build.finishedAt()));
        }
    }

    static Dashboard of(BuildActivity activity, Map<String, String> steps, boolean names, Instant now) {
        HourlyChart bars = HourlyChart.of(activity.hours(), now);
        long ended = bars.succeeded() + bars.failed();
        return new Dashboard(
                activity.queued(),
                activity.running(),
                bars.succeeded(),
                bars.failed(),
                ended == 0 ? PageTimeFormat.UNKNOWN : "%d %%".formatted(100 * bars.succeeded() / ended),
                PageTimeFormat.length(Optional.ofNullable(activity.times().medianWait())),
                PageTimeFormat.length(Optional.ofNullable(activity.times().medianBuild())),
                PageTimeFormat.length(Optional.ofNullable(activity.times().p95Build())),
                lines(activity.live(), steps, names),
                activity.queued() + activity.running() - activity.live().size(),
                lines(activity.ended(), Map.of(), names),
                bars);
    }

    private static List<Line> lines(List<Shown> builds, Map<String, String> steps, boolean names) {
        return builds.stream()
                .map(build -> Line.of(build, names, steps.get(build.id())))
                .toList();
    }
}
