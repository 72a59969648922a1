package io.wave.job.engine.store;

import io.wave.job.JobRecord;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A row of the job table: the public job record and the fields that only the engine uses.
 *
 * @param job the public job record
 * @param spec the specification as JSON, read by the job type
 * @param fence number of claims
 * @param attempt number of launches
 * @param lost number of launches that were lost with their worker
 * @param launched whether a launch is running or was lost: its end was not observed
 * @param trace the trace that the job belongs to, as {@link io.wave.tracing.Traces#parent()}, if any
 * @param runTimeout maximum run time of an attempt
 * @param tenant who requested the job
 * @param logins encrypted registry credentials that the tenant keeps elsewhere, until the job ends; null if there are none
 */
public record JobRow(
        JobRecord job,
        String spec,
        long fence,
        int attempt,
        int lost,
        boolean launched,
        @Nullable String trace,
        Duration runTimeout,
        String tenant,
        @Nullable String logins) {

    public String id() {
        return job.id();
    }
}
