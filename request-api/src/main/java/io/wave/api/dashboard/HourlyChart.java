package io.wave.api.dashboard;

import io.wave.api.dashboard.BuildActivity.Hour;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The chart of build results in each of the last 24 hours: stacked bars with successful builds below and failed builds
 * on top.
 *
 * @param bars one bar per hour, oldest first
 * @param highest number at full height
 * @param succeeded total of successful builds
 * @param failed total of failed builds
 */
record HourlyChart(List<Bar> bars, long highest, long succeeded, long failed) {

    /** In SVG units. */
    static final int HEIGHT = 100;

    static final int STEP = 20;
    static final int HOURS = 24;

    /**
     * A bar.
     *
     * @param x left edge
     * @param goodY top of the successful part
     * @param goodHeight height of the successful part
     * @param badY top of the failed part
     * @param badHeight height of the failed part
     * @param title tooltip
     */
    record Bar(int x, double goodY, double goodHeight, double badY, double badHeight, String title) {

        static Bar of(int position, Hour hour, long highest) {
            double good = height(hour.succeeded(), highest);
            double bad = height(hour.failed(), highest);
            return new Bar(
                    position * STEP,
                    HEIGHT - good,
                    good,
                    HEIGHT - good - bad,
                    bad,
                    "%tR GMT: %d succeeded, %d failed"
                            .formatted(hour.begin().atOffset(ZoneOffset.UTC), hour.succeeded(), hour.failed()));
        }

        private static double height(long count, long highest) {
            return Math.round(count * 1000.0 / highest * HEIGHT) / 1000.0;
        }
    }

    static HourlyChart of(List<Hour> hours, Instant now) {
        Map<Instant, Hour> known = hours.stream().collect(Collectors.toMap(Hour::begin, Function.identity()));
        Instant first = now.truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(HOURS - 1L));
        List<Hour> all = IntStream.range(0, HOURS)
                .mapToObj(number -> first.plus(Duration.ofHours(number)))
                .map(begin -> known.getOrDefault(begin, new Hour(begin, 0, 0)))
                .toList();
        long highest = Math.max(
                1,
                all.stream()
                        .mapToLong(hour -> hour.succeeded() + hour.failed())
                        .max()
                        .orElse(1));
        return new HourlyChart(
                IntStream.range(0, HOURS)
                        .mapToObj(number -> Bar.of(number, all.get(number), highest))
                        .toList(),
                highest,
                all.stream().mapToLong(Hour::succeeded).sum(),
                all.stream().mapToLong(Hour::failed).sum());
    }
}
