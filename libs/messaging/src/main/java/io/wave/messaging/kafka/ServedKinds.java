package io.wave.messaging.kafka;

import io.wave.job.JobKind;
import java.util.Set;

/**
 * The kinds of job that a worker serves: their topics are created in addition to those of all services.
 *
 * @param kinds the kinds that this worker serves
 */
public record ServedKinds(Set<JobKind> kinds) {

    public ServedKinds {
        kinds = Set.copyOf(kinds);
    }
}
