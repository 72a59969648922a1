package io.wave.api.scan.view;

import io.wave.api.scan.Scan;
import io.wave.image.Digest;
import io.wave.job.JobProfile;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import io.wave.scan.ScanReport;
import io.wave.scan.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Response of {@code GET /v1alpha1/scans/{id}}. It is public, so it contains nothing about the user who requested the scan.
 *
 * @param id scan id
 * @param buildId the build that created the image, if it was scanned because of that
 * @param mirrorId the mirror that copied the image, if it was scanned because of that
 * @param containerImage the image
 * @param digest digest of the image, once known
 * @param platform the platform that is scanned
 * @param startTime when the scan was requested
 * @param duration how long it took, once it has ended
 * @param status status of the scan
 * @param vulnerabilities vulnerabilities, the most severe first, up to the limit of the operator
 * @param counts number of all vulnerabilities by severity
 * @param secrets secrets that were found, if they were looked for
 * @param suppressed vulnerabilities that a VEX document of the image declares as not applicable
 * @param scanner name and version of the scanner
 * @param databaseUpdatedAt when the vulnerability database was compiled
 * @param warnings what limits the result
 * @param jobProfile profile that the scan was requested with
 * @param exitCode exit code; −1 if the scan failed without one
 * @param logs the failure, or the end of the log of a failed scan
 */
record ScanDetails(
        String id,
        @Nullable String buildId,
        @Nullable String mirrorId,
        String containerImage,
        @Nullable Digest digest,
        String platform,
        Instant startTime,
        @Nullable Duration duration,
        Status status,
        @Nullable List<Finding> vulnerabilities,
        @Nullable Map<String, Integer> counts,
        @Nullable List<ScanReport.Secret> secrets,
        @Nullable List<ScanReport.Suppressed> suppressed,
        @Nullable String scanner,
        @Nullable Instant databaseUpdatedAt,
        @Nullable List<String> warnings,
        @Nullable String jobProfile,
        @Nullable Integer exitCode,
        @Nullable String logs) {

    /** The values that clients know. */
    enum Status {
        PENDING,
        SUCCEEDED,
        FAILED
    }

    /**
     * A vulnerability.
     *
     * @param id identifier, such as {@code CVE-2026-1234}
     * @param severity its severity
     * @param title a short description
     * @param pkgName the package
     * @param installedVersion its installed version
     * @param fixedVersion the versions without the vulnerability; empty if there are none yet
     * @param primaryUrl page about the vulnerability
     */
    record Finding(
            String id,
            Severity severity,
            String title,
            String pkgName,
            String installedVersion,
            String fixedVersion,
            String primaryUrl) {

        static Finding of(ScanReport.Vulnerability found) {
            return new Finding(
                    found.id(),
                    found.severity(),
                    Objects.requireNonNullElse(found.title(), ""),
                    found.pkgName(),
                    found.installedVersion(),
                    Objects.requireNonNullElse(found.fixedVersion(), ""),
                    Objects.requireNonNullElse(found.primaryUrl(), ""));
        }
    }

    /** @param limit maximum number of vulnerabilities; 0 for all */
    static ScanDetails of(Scan scan, Optional<ScanReport> report, int limit) {
        JobRecord job = scan.job();
        boolean succeeded = job.state() == JobState.SUCCEEDED;
        return new ScanDetails(
                job.id(),
                scan.work().origin().buildId(),
                scan.work().origin().mirrorId(),
                scan.work().image().toString(),
                scan.work().image().pinned().orElse(null),
                scan.work().platform().toString(),
                scan.startTime(),
                scan.duration().orElse(null),
                status(job),
                report.map(found -> findings(found, limit)).orElse(null),
                succeeded ? new TreeMap<>(scan.counts()) : null,
                report.map(ScanReport::secrets).orElse(null),
                report.map(ScanReport::suppressed).orElse(null),
                report.map(ScanReport::scanner).orElse(null),
                report.map(ScanReport::database)
                        .map(ScanReport.Database::updatedAt)
                        .orElse(null),
                report.map(ScanReport::warnings).orElse(null),
                scan.profile().map(JobProfile::name).orElse(null),
                exitCode(job),
                job.failure());
    }

    private static List<Finding> findings(ScanReport report, int limit) {
        return report.vulnerabilities().stream()
                .limit(limit == 0 ? Integer.MAX_VALUE : limit)
                .map(Finding::of)
                .toList();
    }

    private static Status status(JobRecord job) {
        return !job.isFinal() ? Status.PENDING : job.state() == JobState.SUCCEEDED ? Status.SUCCEEDED : Status.FAILED;
    }

    private static @Nullable Integer exitCode(JobRecord job) {
        if (!job.isFinal()) {
            return null;
        }
        return job.state() == JobState.SUCCEEDED ? Integer.valueOf(0) : Objects.requireNonNullElse(job.exitCode(), -1);
    }
}
