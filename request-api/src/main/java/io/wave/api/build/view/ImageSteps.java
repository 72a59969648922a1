package io.wave.api.build.view;

import io.wave.api.build.Build;
import io.wave.build.BuildSteps;
import java.util.Optional;

/**
 * The steps of a build.
 *
 * @param build the build
 * @param steps its steps, empty if none are known
 */
record ImageSteps(Build build, Optional<BuildSteps> steps) {

    private static final String SINGULARITY = "Builds of Singularity images do not report steps.";
    private static final String INDEX = "The steps are those of the builds of its images.";
    private static final String NOT_YET = "No steps are known yet. Only builds by BuildKit report steps.";
    private static final String NONE = "No steps are known. Only builds by BuildKit report steps,"
            + " and only those whose container file is run.";

    /** Why there are no steps, if there are none. */
    Optional<String> note() {
        if (steps.isPresent()) {
            return Optional.empty();
        }
        if (build.spec().index() != null) {
            return Optional.of(INDEX);
        }
        if (build.spec().isSingularity()) {
            return Optional.of(SINGULARITY);
        }
        return Optional.of(build.job().isFinal() ? NONE : NOT_YET);
    }
}
