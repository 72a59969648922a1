package io.wave.api.scan.harbor;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.wave.api.scan.Scan;
import io.wave.scan.ScanReport;
import io.wave.scan.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The reports that Harbor reads. */
final class HarborReport {

    private HarborReport() {}

    /** The image of a report. */
    record Artifact(
            String repository,
            String digest,
            @JsonProperty("mime_type") String mimeType) {

        static Artifact of(Scan scan) {
            return new Artifact(
                    scan.work().image().repository(),
                    scan.work().image().reference().toString(),
                    HarborMediaTypes.IMAGES.getFirst());
        }
    }

    /** The scanner of a report. */
    record Scanner(String name, String vendor, String version) {

        static final Scanner UNKNOWN = new Scanner("Trivy", "Aqua Security", "Unknown");

        static Scanner of(ScanReport report) {
            String[] parts = report.scanner().split(" ", 2);
            return new Scanner(parts[0], UNKNOWN.vendor, parts.length == 2 ? parts[1] : UNKNOWN.version);
        }
    }

    /** A vulnerability. */
    record Vulnerability(
            String id,
            @JsonProperty("package") String packageName,
            String version,
            @JsonProperty("fix_version") @Nullable String fixVersion,
            String severity,
            @Nullable String description,
            List<String> links) {

        static Vulnerability of(ScanReport.Vulnerability found) {
            return new Vulnerability(
                    found.id(),
                    found.pkgName(),
                    found.installedVersion(),
                    found.fixedVersion(),
                    name(found.severity()),
                    found.title(),
                    found.primaryUrl() == null ? List.of() : List.of(found.primaryUrl()));
        }
    }

    /** The vulnerabilities of an image. */
    record Vulnerabilities(
            @JsonProperty("generated_at") Instant generatedAt,
            Artifact artifact,
            Scanner scanner,
            String severity,
            List<Vulnerability> vulnerabilities) {

        static Vulnerabilities of(Scan scan, ScanReport report) {
            return new Vulnerabilities(
                    generated(scan),
                    Artifact.of(scan),
                    Scanner.of(report),
                    report.counts().keySet().stream()
                            .min(Severity::compareTo)
                            .map(HarborReport::name)
                            .orElse("None"),
                    report.vulnerabilities().stream().map(Vulnerability::of).toList());
        }
    }

    /** The bill of materials of an image. */
    record Sbom(
            @JsonProperty("generated_at") Instant generatedAt,
            Artifact artifact,
            Scanner scanner,
            @JsonProperty("media_type") String mediaType,
            JsonNode sbom) {

        static Sbom of(Scan scan, ScanReport report, String mediaType, JsonNode document) {
            return new Sbom(generated(scan), Artifact.of(scan), Scanner.of(report), mediaType, document);
        }
    }

    private static Instant generated(Scan scan) {
        return Objects.requireNonNullElse(scan.job().finishedAt(), scan.job().submittedAt());
    }

    private static String name(Severity severity) {
        return switch (severity) {
            case CRITICAL -> "Critical";
            case HIGH -> "High";
            case MEDIUM -> "Medium";
            case LOW -> "Low";
            case UNKNOWN -> "Unknown";
        };
    }
}
