package io.wave.job.engine.store;

import io.wave.job.JobRecord;
import java.time.Duration;

/**
 * A row of the job table: what readers see, and what only the engine knows.
 *
 * @param job what readers see
 * @param spec what the job type reads, as JSON
 * @param fence counts the claims
 * @param attempt counts the launches
 * @param lost how many launches were lost with their worker
 * @param launched whether a launch may still run, or was lost: nobody has seen its end
 * @param runTimeout how long an attempt may run
 */
public record JobRow(
        JobRecord job, String spec, long fence, int attempt, int lost, boolean launched, Duration runTimeout) {

    public String id() {
        return job.id();
    }
}
