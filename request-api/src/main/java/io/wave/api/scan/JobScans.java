package io.wave.api.scan;

import java.util.List;

/**
 * The scans of the image that a job creates, for its page.
 *
 * @param lines the scans, the latest first
 * @param offered whether the image can be scanned now
 */
public record JobScans(List<Line> lines, boolean offered) {

    /** Nothing to show, since scans are disabled or not for the caller. */
    public static final JobScans NONE = new JobScans(List.of(), false);

    /**
     * A scan.
     *
     * @param id scan id
     * @param platform the platform that is scanned
     * @param result the number of vulnerabilities by severity; while there is no result, the status
     */
    public record Line(String id, String platform, String result) {

        static Line of(Scan scan) {
            return new Line(
                    scan.job().id(),
                    scan.work().platform().toString(),
                    scan.succeeded() ? "vulnerabilities: " + scan.findings() : scan.status());
        }
    }
}
