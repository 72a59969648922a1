package io.wave.local.scan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * A vulnerability database of Trivy with a few invented vulnerabilities of packages of Alpine 3.22 and of Python: for tests and
 * the demo, where no database can be downloaded.
 */
public final class SampleDatabase {

    /** The release of Alpine whose packages are in the database. */
    public static final String ALPINE = "3.22";

    private static final String DISTRIBUTION = "alpine " + ALPINE;
    private static final String PYTHON = "pip::Sample Advisories";

    private final BoltFile.Entry.Bucket root = new BoltFile.Entry.Bucket();

    private SampleDatabase() {
        source(DISTRIBUTION, "alpine", "Sample Advisories of Alpine");
        source(PYTHON, "ghsa", "Sample Advisories of Python");
        vulnerability("CVE-2026-10001", "CRITICAL", "sample-ssl: remote code execution");
        vulnerability("CVE-2026-10002", "HIGH", "sample-ssl: denial of service");
        vulnerability("CVE-2026-10003", "MEDIUM", "sample-libc: buffer overflow");
        vulnerability("CVE-2026-10004", "LOW", "sample-tool: information disclosure");
        vulnerability("CVE-2026-10005", "HIGH", "sample-py: path traversal");
        fixed("sample-ssl", "CVE-2026-10001", "3.1.5-r0");
        fixed("sample-ssl", "CVE-2026-10002", "3.1.4-r0");
        fixed("sample-libc", "CVE-2026-10003", "1.2.6-r0");
        unfixed("sample-tool", "CVE-2026-10004");
        put(
                "{\"PatchedVersions\":[\"2.0.0\"],\"VulnerableVersions\":[\"<2.0.0\"]}",
                "CVE-2026-10005",
                PYTHON,
                "sample-py");
    }

    /** Writes the database, as compiled at that time. */
    public static void write(Path folder, Instant updatedAt, Instant nextUpdate) throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve("trivy.db"), BoltFile.of(new SampleDatabase().root));
        writeMetadata(folder, 2, updatedAt, nextUpdate);
    }

    /** Writes a database of Java archives that knows none: those that say what they are need none. */
    public static void writeJava(Path folder, Instant updatedAt, Instant nextUpdate) throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve("trivy-java.db"), new byte[0]);
        writeMetadata(folder, 1, updatedAt, nextUpdate);
    }

    private static void writeMetadata(Path folder, int version, Instant updatedAt, Instant nextUpdate)
            throws IOException {
        Files.writeString(folder.resolve("metadata.json"), """
                {"Version":%d,"NextUpdate":"%s","UpdatedAt":"%s","DownloadedAt":"0001-01-01T00:00:00Z"}
                """.formatted(version, nextUpdate, updatedAt));
    }

    /** Writes the database into the folder {@code db} of the folder that is the argument, as compiled now. */
    public static void main(String[] arguments) throws IOException {
        Instant now = Instant.now();
        write(Path.of(arguments[0], "db"), now, now.plusSeconds(24 * 60 * 60));
    }

    private void source(String bucket, String id, String name) {
        put(
                "{\"ID\":\"%s\",\"Name\":\"%s\",\"URL\":\"https://advisories.example/\"}".formatted(id, name),
                bucket,
                "data-source");
    }

    private void vulnerability(String id, String severity, String title) {
        put("""
                {"Title":"%s","Description":"An invented vulnerability.","Severity":"%s",\
                "References":["https://advisories.example/%s"]}""".formatted(title, severity, id), id, "vulnerability");
    }

    private void fixed(String pkg, String id, String version) {
        put("{\"FixedVersion\":\"%s\"}".formatted(version), id, DISTRIBUTION, pkg);
    }

    private void unfixed(String pkg, String id) {
        put("{\"AffectedVersion\":\"0\"}", id, DISTRIBUTION, pkg);
    }

    private void put(String value, String key, String... buckets) {
        BoltFile.Entry.Bucket bucket = root;
        for (String name : buckets) {
            bucket = bucket.bucket(name);
        }
        bucket.entries().put(key, new BoltFile.Entry.Value(value));
    }
}
