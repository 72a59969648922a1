package io.wave.api.build.steps;

import io.wave.build.BuildSteps;
import java.util.Optional;

/**
 * How far a build has come, for example "step 3 of 7".
 *
 * @param begun how many instructions of the container file have begun
 * @param total number of these instructions
 */
public record StepCount(int begun, int total) {

    /** Empty before the first instruction. */
    public static Optional<StepCount> of(BuildSteps steps) {
        return steps.begun() == 0 ? Optional.empty() : Optional.of(new StepCount(steps.begun(), steps.total()));
    }

    @Override
    public String toString() {
        return "step %d of %d".formatted(begun, total);
    }
}
