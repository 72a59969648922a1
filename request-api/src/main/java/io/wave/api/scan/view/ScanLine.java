package io.wave.api.scan.view;

import io.wave.api.scan.Scan;
import io.wave.api.web.page.PageTimeFormat;

/**
 * A row in the list of an image's scans.
 *
 * @param id scan id
 * @param status status as shown on the page
 * @param platform the platform that was scanned
 * @param started when the scan began
 * @param findings number of vulnerabilities by severity
 */
record ScanLine(String id, String status, String platform, String started, String findings) {

    static ScanLine of(Scan scan, PageTimeFormat times) {
        return new ScanLine(
                scan.job().id(),
                scan.status(),
                scan.work().platform().toString(),
                times.dateTime(scan.workStarted()),
                scan.findings());
    }
}
