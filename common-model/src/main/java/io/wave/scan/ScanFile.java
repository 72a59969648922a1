package io.wave.scan;

/** The files of a scan in the object store. */
public enum ScanFile {
    /** The {@link ScanReport}. */
    SUMMARY("summary.json"),
    /** The report of Trivy. */
    REPORT("report.json"),
    SPDX("spdx.json"),
    CYCLONEDX("cyclonedx.json");

    private final String fileName;

    ScanFile(String fileName) {
        this.fileName = fileName;
    }

    public String fileName() {
        return fileName;
    }

    /** The path of the object. */
    public String path(ScanId id) {
        return "scans/%s/%s".formatted(id, fileName);
    }
}
