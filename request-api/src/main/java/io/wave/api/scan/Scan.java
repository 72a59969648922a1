package io.wave.api.scan;

import io.wave.api.job.Fact;
import io.wave.api.job.UserJob;
import io.wave.api.web.page.PageTimeFormat;
import io.wave.job.JobProfile;
import io.wave.job.JobRecord;
import io.wave.scan.Severity;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

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

    /** The profile that it was requested with. */
    public Optional<JobProfile> profile() {
        return Optional.ofNullable(work.jobProfile());
    }

    @Override
    public String image() {
        return work.image().toString();
    }

    @Override
    public List<Fact> facts() {
        return List.of(
                new Fact("Image", image()),
                new Fact("Platform", work.platform().toString()),
                new Fact("Vulnerabilities", findings()));
    }

    /** The number of vulnerabilities by severity as text, such as "1 CRITICAL, 2 LOW"; "-" without a result. */
    public String findings() {
        String findings = Arrays.stream(Severity.values())
                .filter(severity -> counts().containsKey(severity.name()))
                .map(severity -> "%d %s".formatted(counts().get(severity.name()), severity))
                .collect(Collectors.joining(", "));
        return findings.isEmpty() ? (succeeded() ? "none" : PageTimeFormat.UNKNOWN) : findings;
    }

    /** Number of vulnerabilities by severity, once the scan has succeeded. */
    public Map<String, Integer> counts() {
        return Objects.requireNonNullElse(job.counts(), Map.of());
    }
}
