package io.wave.messaging;

import io.wave.job.JobKind;
import java.util.Set;

/**
 * The kinds of job that a worker serves: their topics are made with those that all services share.
 *
 * @param kinds served by this worker
 */
public record ServedKinds(Set<JobKind> kinds) {

    public ServedKinds {
        kinds = Set.copyOf(kinds);
    }
}
