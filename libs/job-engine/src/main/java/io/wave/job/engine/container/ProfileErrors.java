package io.wave.job.engine.container;

import io.wave.job.engine.outcome.JobFailedException;
import io.wave.job.engine.runner.Attempt;
import java.util.Optional;

/**
 * What runners say about the profiles of jobs.
 *
 * @param settings prefix of the settings of a runner, such as {@code wave.jobs.docker}
 */
public record ProfileErrors(String settings) {

    /** The failure of a job whose profile its worker does not have. */
    public JobFailedException missing(Attempt attempt) {
        return new JobFailedException(
                "%s failed: its worker has no profile '%s' (%s.profiles.%2$s): name another one, or none"
                        .formatted(attempt.kind(), attempt.profile().orElseThrow(), settings));
    }

    /**
     * Which limit of memory to raise, to be appended to the limit.
     *
     * @param profile name of the profile of the job, if it has one
     */
    public String limitToRaise(Optional<String> profile) {
        return profile.map(name ->
                        ": raise the limits of profile '%s' (%s.profiles.%1$s.limits.memory) or name another profile"
                                .formatted(name, settings))
                .orElse(" (%s.limits.memory)".formatted(settings));
    }
}
