package io.wave.api.build.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.wave.build.BuildSteps;
import io.wave.build.BuildSteps.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Response of {@code GET /v1alpha1/builds/{id}/steps}. It is public, so it contains nothing about the user who requested the
 * build.
 *
 * @param buildId build id
 * @param platform target platform or platforms
 * @param begun how many instructions of the container file have begun
 * @param total number of these instructions, as far as known
 * @param steps the steps in order; empty if none are known
 * @param omitted number of steps that are not listed, because there are too many
 * @param note why no steps are known
 * @param images the steps of the builds of a multi-platform image, one entry per platform
 */
record BuildStepsDetails(
        String buildId,
        String platform,
        int begun,
        int total,
        @JsonInclude List<Step> steps,
        int omitted,
        @Nullable String note,
        @Nullable List<BuildStepsDetails> images) {

    private static final BuildSteps NONE = BuildSteps.of(List.of());

    /**
     * A step.
     *
     * @param number position, to which the log refers as {@code #number}
     * @param name an instruction of the container file, or what the builder does besides
     * @param state state
     * @param startTime when it began
     * @param endTime when it ended
     * @param duration how long it ran, without the time it waited for other steps
     * @param cached whether its result was taken from the layer cache
     * @param pulledBytes bytes that it pulled from registries
     * @param error why it failed
     */
    record Step(
            int number,
            String name,
            State state,
            @Nullable Instant startTime,
            @Nullable Instant endTime,
            @Nullable Duration duration,
            boolean cached,
            long pulledBytes,
            @Nullable String error) {

        static Step of(BuildSteps.Step step) {
            return new Step(
                    step.number(),
                    step.name(),
                    step.state(),
                    step.started(),
                    step.ended(),
                    step.active(),
                    step.cached(),
                    step.pulledBytes(),
                    step.error());
        }
    }

    static BuildStepsDetails of(ImageSteps known, List<ImageSteps> images) {
        BuildSteps steps = known.steps().orElse(NONE);
        return new BuildStepsDetails(
                known.build().job().id(),
                known.build().spec().platforms(),
                steps.begun(),
                steps.total(),
                steps.steps().stream().map(Step::of).toList(),
                steps.omitted(),
                known.note().orElse(null),
                Optional.of(images)
                        .filter(all -> !all.isEmpty())
                        .map(all ->
                                all.stream().map(image -> of(image, List.of())).toList())
                        .orElse(null));
    }
}
