package io.wave.scanner.trivy;

import io.wave.image.ImageReference;
import io.wave.job.engine.outcome.Outcome;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The failure message of a scan: the cause, as far as the log shows it, and the last lines of the log. */
enum ScanFailure {
    /** Before the others: the registry of the database is not that of the image. */
    NO_DATABASE(
            "failed to download (vulnerability|Java) DB",
            "the vulnerability database cannot be downloaded, see wave.scan.database.repositories of the scan worker",
            true),
    NO_IMAGE("unsupported artifact type|unsupported MediaType", "it is not a container image", false),
    INCOMPLETE("BLOB_UNKNOWN", "its configuration or a layer is not in the registry", false),
    DISK_FULL("no space left on device", "the disk of the scan worker is full", false),
    BUSY("TOOMANYREQUESTS|429 Too Many|50[234] |unexpected status code 5", "the registry is overloaded", true),
    ACCESS_DENIED("UNAUTHORIZED|DENIED|401 Unauthorized|403 Forbidden", "access denied by the registry", false),
    NOT_FOUND("MANIFEST_UNKNOWN|NAME_UNKNOWN|404 Not Found", "the image is not in the registry", false),
    NO_PLATFORM("no child with platform|doesn't match the specified platform", "the image has no such platform", false),
    AWAY(
            "connection refused|no such host|i/o timeout|TLS handshake timeout|network is unreachable|connection reset|unexpected EOF",
            "the registry cannot be reached",
            true);

    private static final int KILLED = 137;
    private static final int LAST_LINES = 10;

    private final Pattern symptom;
    private final String words;
    private final boolean temporary;

    ScanFailure(String symptom, String words, boolean temporary) {
        this.symptom = Pattern.compile(symptom);
        this.words = words;
        this.temporary = temporary;
    }

    /** Whether the same command may succeed if it is repeated. */
    static boolean isTemporary(List<String> log) {
        return find(log).filter(failure -> failure.temporary).isPresent();
    }

    /**
     * The outcome of a scan with this exit code, which is not 0.
     *
     * @param refusal message of a connection that the egress guard denied, if any
     */
    static Outcome of(ImageReference image, Optional<String> refusal, int exitCode, List<String> log) {
        String cause = refusal.or(() -> find(log).map(failure -> failure.words))
                .orElseGet(() -> exitCode == KILLED
                        ? "exit code %d: killed, most likely out of memory".formatted(exitCode)
                        : "exit code %d".formatted(exitCode));
        return new Outcome.Failed("scan failed: %s: %s%s".formatted(image, cause, lastLines(log)), exitCode);
    }

    private static Optional<ScanFailure> find(List<String> log) {
        return Arrays.stream(values())
                .filter(failure -> log.stream()
                        .anyMatch(line -> failure.symptom.matcher(line).find()))
                .findFirst();
    }

    private static String lastLines(List<String> log) {
        return log.isEmpty()
                ? ""
                : ":\n" + String.join("\n", log.subList(Math.max(0, log.size() - LAST_LINES), log.size()));
    }
}
