package io.wave.api.scan.view;

import io.wave.api.scan.Scan;
import io.wave.api.web.page.PageTimeFormat;
import io.wave.job.JobProfile;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import io.wave.scan.ScanReport;
import io.wave.scan.ScanReport.Vulnerability;
import io.wave.scan.Severity;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The page of a scan. It contains nothing about the user who requested the scan.
 *
 * @param id scan id
 * @param status status, see {@link Scan#status}
 * @param stage the current stage, while the scan is in progress
 * @param growing whether the page updates itself
 * @param image the image
 * @param digest digest of the image, once known
 * @param platform the platform that is scanned
 * @param system the distribution in the image
 * @param buildId the build that created the image
 * @param mirrorId the mirror that copied the image
 * @param profile profile that the scan was requested with
 * @param started when the scan began
 * @param duration how long the scan took
 * @param failure why the scan failed
 * @param scanner name and version of the scanner
 * @param database when the vulnerability database was compiled
 * @param warnings what limits the result
 * @param shares the counts by severity, as parts of a bar
 * @param total number of vulnerabilities
 * @param rows the vulnerabilities that the page shows
 * @param omitted number of vulnerabilities that it does not show
 * @param secrets secrets that were found
 * @param suppressed vulnerabilities that a VEX document declares as not applicable
 * @param change comparison with the scan before, if there is one
 */
record ScanPage(
        String id,
        String status,
        @Nullable String stage,
        boolean growing,
        String image,
        String digest,
        String platform,
        String system,
        @Nullable String buildId,
        @Nullable String mirrorId,
        @Nullable String profile,
        String started,
        String duration,
        @Nullable String failure,
        String scanner,
        String database,
        List<String> warnings,
        List<Share> shares,
        int total,
        List<Row> rows,
        int omitted,
        List<ScanReport.Secret> secrets,
        List<ScanReport.Suppressed> suppressed,
        @Nullable ScanChange change) {

    /** Maximum number of vulnerabilities on a page. */
    private static final int SHOWN = 2000;

    private static final int WIDTH = 1000;
    private static final List<Severity> SEVERITIES = List.of(Severity.values());
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'GMT'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /**
     * A severity in the bar.
     *
     * @param name the severity
     * @param count number of vulnerabilities
     * @param x start in the bar
     * @param width width in the bar
     */
    record Share(String name, int count, int x, int width) {

        /** The name of its color. */
        public String style() {
            return name.toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A vulnerability in the table.
     *
     * @param rank position of its severity, for sorting
     * @param origin {@code base image}, {@code added}, or a layer
     * @param isNew whether the scan before did not find it
     */
    record Row(Vulnerability found, int rank, String origin, boolean isNew) {}

    static ScanPage of(Scan scan, Optional<ScanReport> report, Optional<ScanChange> change, PageTimeFormat times) {
        JobRecord job = scan.job();
        List<Vulnerability> all = report.map(ScanReport::vulnerabilities).orElse(List.of());
        int total = scan.counts().values().stream().mapToInt(Integer::intValue).sum();
        List<Row> rows = all.stream()
                .limit(SHOWN)
                .map(found -> row(found, report.orElseThrow(), change))
                .toList();
        return new ScanPage(
                job.id(),
                scan.status(),
                job.isFinal() ? null : stage(job.state()),
                !job.isFinal(),
                scan.work().image().name(),
                scan.work().image().pinned().map(Object::toString).orElse(PageTimeFormat.UNKNOWN),
                scan.work().platform().toString(),
                report.map(ScanReport::system).orElse(PageTimeFormat.UNKNOWN),
                scan.work().origin().buildId(),
                scan.work().origin().mirrorId(),
                scan.profile().map(JobProfile::name).orElse(null),
                times.dateTime(scan.workStarted()),
                PageTimeFormat.length(scan.duration()),
                job.failure(),
                report.map(ScanReport::scanner).orElse(PageTimeFormat.UNKNOWN),
                report.map(ScanReport::database)
                        .map(database -> TIME.format(database.updatedAt()))
                        .orElse(PageTimeFormat.UNKNOWN),
                report.map(ScanReport::warnings).orElse(List.of()),
                shares(scan, total),
                total,
                rows,
                total - rows.size(),
                report.map(ScanReport::secrets).orElse(List.of()),
                report.map(ScanReport::suppressed).orElse(List.of()),
                change.orElse(null));
    }

    private static String stage(JobState state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static List<Share> shares(Scan scan, int total) {
        List<Share> shares = new ArrayList<>();
        int x = 0;
        for (Severity severity : Severity.values()) {
            int count = Objects.requireNonNullElse(scan.counts().get(severity.name()), 0);
            if (count > 0) {
                int width = Math.max(1, count * WIDTH / total);
                shares.add(new Share(severity.name(), count, x, width));
                x += width;
            }
        }
        return shares;
    }

    private static Row row(Vulnerability found, ScanReport report, Optional<ScanChange> change) {
        return new Row(
                found,
                SEVERITIES.indexOf(found.severity()),
                origin(found.layer(), report.baseLayers()),
                change.filter(known -> known.isNew(found)).isPresent());
    }

    private static String origin(@Nullable Integer layer, @Nullable Integer baseLayers) {
        if (layer == null) {
            return PageTimeFormat.UNKNOWN;
        }
        String number = "layer " + (layer + 1);
        return baseLayers == null ? number : (layer < baseLayers ? "base image, " : "added, ") + number;
    }
}
