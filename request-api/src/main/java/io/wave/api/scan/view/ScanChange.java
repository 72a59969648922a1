package io.wave.api.scan.view;

import io.wave.scan.ScanReport;
import io.wave.scan.ScanReport.Vulnerability;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What has changed since the scan before.
 *
 * @param before id of the scan before
 * @param when when it ended
 * @param known what it found
 * @param added number of vulnerabilities that are new
 * @param gone vulnerabilities that it found and this scan did not
 */
record ScanChange(String before, String when, Set<Key> known, int added, List<Vulnerability> gone) {

    /** Maximum number of vulnerabilities that are listed as gone. */
    private static final int MAX_GONE = 200;

    /** What makes a vulnerability the same in two scans, whatever the version of the package. */
    record Key(String id, String pkgName) {

        static Key of(Vulnerability found) {
            return new Key(found.id(), found.pkgName());
        }
    }

    static ScanChange of(String before, String when, ScanReport earlier, ScanReport now) {
        Set<Key> known = keys(earlier);
        Set<Key> present = keys(now);
        return new ScanChange(
                before,
                when,
                known,
                (int) present.stream().filter(key -> !known.contains(key)).count(),
                earlier.vulnerabilities().stream()
                        .filter(found -> !present.contains(Key.of(found)))
                        .limit(MAX_GONE)
                        .toList());
    }

    private static Set<Key> keys(ScanReport report) {
        return report.vulnerabilities().stream().map(Key::of).collect(Collectors.toSet());
    }

    boolean isNew(Vulnerability found) {
        return !known.contains(Key.of(found));
    }
}
