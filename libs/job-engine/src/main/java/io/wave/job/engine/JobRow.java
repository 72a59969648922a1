package io.wave.job.engine;

import io.wave.job.JobRecord;
import java.time.Duration;

/**
 * A row of the job table: what readers see, and what only the engine knows.
 *
 * @param job what readers see
 * @param spec what the runner needs, as JSON
 * @param fence counts the claims
 * @param attempt counts the attempts
 * @param runTimeout how long an attempt may run
 */
record JobRow(JobRecord job, String spec, long fence, int attempt, Duration runTimeout) {

    String id() {
        return job.id();
    }
}
