package io.wave.scanner.report;

import io.wave.scan.ScanReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What limits the result of a scan.
 *
 * @param database the vulnerability database, if known
 * @param hasJava whether Java archives were scanned
 * @param warnAfter age of the database from which it counts as old
 */
public record ReportWarnings(Optional<ScanReport.Database> database, boolean hasJava, Duration warnAfter) {

    /**
     * The warnings of a report.
     *
     * @param scannedAt when the image was scanned
     * @param unsupported the distribution in the image, if it gets no security updates any more
     */
    List<String> of(Instant scannedAt, Optional<String> unsupported) {
        List<String> warnings = new ArrayList<>();
        database.map(present -> Duration.between(present.updatedAt(), scannedAt))
                .filter(age -> age.compareTo(warnAfter) > 0)
                .ifPresent(age -> warnings.add("The vulnerability database is %s old: newer vulnerabilities are missing"
                        .formatted(text(age))));
        if (!hasJava) {
            warnings.add("Java archives were not scanned: there is no database of Java archives");
        }
        unsupported.ifPresent(system -> warnings.add(
                "%s is no longer supported by its distributor: newer vulnerabilities are missing".formatted(system)));
        return warnings;
    }

    private static String text(Duration age) {
        return age.toDays() > 1 ? age.toDays() + " days" : age.toHours() + " hours";
    }
}
