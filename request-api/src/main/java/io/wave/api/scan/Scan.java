package io.wave.api.scan;

import io.wave.api.job.UserJob;
import io.wave.job.JobRecord;
import java.util.Map;
import java.util.Objects;

/**
 * A scan and its current state.
 *
 * @param job the current state
 * @param work what is scanned
 */
public record Scan(JobRecord job, ScanWork work) implements UserJob {

    @Override
    public String tenant() {
        return work.tenant();
    }

    /** Number of vulnerabilities by severity, once the scan has succeeded. */
    public Map<String, Integer> counts() {
        return Objects.requireNonNullElse(job.counts(), Map.of());
    }
}
