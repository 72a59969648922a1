package io.wave.api.build.view;

import io.wave.api.build.steps.StepCount;
import io.wave.api.web.page.PageSizeFormat;
import io.wave.api.web.page.PageTimeFormat;
import io.wave.build.BuildSteps;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The timeline of the steps of a build on its page.
 *
 * @param buildId the build
 * @param platform its platform
 * @param count how far it has come
 * @param bars the steps
 * @param omitted number of steps that are not shown
 * @param note why no steps are known
 */
record StepsView(
        String buildId,
        String platform,
        @Nullable String count,
        List<Bar> bars,
        int omitted,
        @Nullable String note) {

    private static final double WHOLE = 1000;
    /** So that a short step can be seen. */
    private static final double NARROWEST = 4;

    /**
     * A step.
     *
     * @param number position
     * @param name name
     * @param state state, or that its result was cached
     * @param duration how long it ran, or has been running
     * @param pulled what it pulled, if it did
     * @param x when it began, in thousandths of the time of the build
     * @param width how long it took until its end, likewise
     */
    record Bar(
            int number,
            String name,
            String state,
            String duration,
            @Nullable String pulled,
            double x,
            double width) {}

    static StepsView of(ImageSteps known, Instant now) {
        List<BuildSteps.Step> steps = known.steps().map(BuildSteps::steps).orElse(List.of());
        Scale scale = Scale.of(steps, now);
        return new StepsView(
                known.build().job().id(),
                known.build().spec().platforms(),
                known.steps().flatMap(StepCount::of).map(StepCount::toString).orElse(null),
                steps.stream().map(scale::bar).toList(),
                known.steps().map(BuildSteps::omitted).orElse(0),
                known.note().orElse(null));
    }

    /** The time from the first step to the end of the last. */
    private record Scale(Instant begin, Instant end) {

        static Scale of(List<BuildSteps.Step> steps, Instant now) {
            Instant begin = steps.stream()
                    .map(BuildSteps.Step::started)
                    .filter(Objects::nonNull)
                    .min(Instant::compareTo)
                    .orElse(now);
            Instant end = steps.stream()
                    .filter(step -> step.started() != null)
                    .map(step -> end(step, now))
                    .max(Instant::compareTo)
                    .orElse(now);
            return new Scale(begin, end);
        }

        private static Instant end(BuildSteps.Step step, Instant now) {
            return step.ended() != null || step.state() != BuildSteps.State.RUNNING
                    ? Objects.requireNonNullElse(step.ended(), Objects.requireNonNull(step.started()))
                    : now;
        }

        Bar bar(BuildSteps.Step step) {
            Instant started = step.started();
            double width = started == null ? 0 : Math.max(NARROWEST, share(started, end(step, now())));
            return new Bar(
                    step.number(),
                    step.name(),
                    step.cached() ? "CACHED" : step.state().name(),
                    started == null ? PageTimeFormat.UNKNOWN : PageTimeFormat.seconds(duration(step, started)),
                    Optional.of(step.pulledBytes())
                            .filter(bytes -> bytes > 0)
                            .map(PageSizeFormat::of)
                            .orElse(null),
                    started == null ? 0 : Math.min(share(begin, started), WHOLE - width),
                    width);
        }

        private Duration duration(BuildSteps.Step step, Instant started) {
            return step.active() == null ? Duration.between(started, end(step, now())) : step.active();
        }

        /** Steps that run end now. */
        private Instant now() {
            return end;
        }

        private double share(Instant from, Instant to) {
            long whole = Math.max(1, Duration.between(begin, end).toMillis());
            double share = Math.clamp(Duration.between(from, to).toMillis() * WHOLE / whole, 0, WHOLE);
            return Math.round(share * 100) / 100.0;
        }
    }
}
