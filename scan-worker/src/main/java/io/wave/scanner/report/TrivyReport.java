package io.wave.scanner.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parts of a JSON report of Trivy that are used. The packages, most of a report, are not read. */
record TrivyReport(
        @JsonProperty("Trivy") @Nullable Program trivy,
        @JsonProperty("CreatedAt") @Nullable Instant createdAt,
        @JsonProperty("Metadata") @Nullable Metadata metadata,
        @JsonProperty("Results") @Nullable List<Result> results) {

    record Program(@JsonProperty("Version") @Nullable String version) {}

    record Metadata(
            @JsonProperty("OS") @Nullable Distribution system,
            @JsonProperty("DiffIDs") @Nullable List<String> diffIds,
            @JsonProperty("ImageConfig") @Nullable Config config) {}

    record Distribution(
            @JsonProperty("Family") @Nullable String family,
            @JsonProperty("Name") @Nullable String name,
            @JsonProperty("EOSL") @Nullable Boolean unsupported) {}

    record Config(@JsonProperty("history") @Nullable List<History> history) {}

    record History(
            @JsonProperty("created_by") @Nullable String createdBy,
            @JsonProperty("empty_layer") @Nullable Boolean empty) {}

    record Result(
            @JsonProperty("Target") @Nullable String target,
            @JsonProperty("Class") @Nullable String type,
            @JsonProperty("Vulnerabilities") @Nullable List<Vulnerability> vulnerabilities,
            @JsonProperty("Secrets") @Nullable List<Secret> secrets,

            @JsonProperty("ExperimentalModifiedFindings") @Nullable
            List<Modified> modified) {}

    record Vulnerability(
            @JsonProperty("VulnerabilityID") @Nullable String id,
            @JsonProperty("PkgName") @Nullable String pkgName,
            @JsonProperty("PkgPath") @Nullable String pkgPath,
            @JsonProperty("InstalledVersion") @Nullable String installedVersion,
            @JsonProperty("FixedVersion") @Nullable String fixedVersion,
            @JsonProperty("Severity") @Nullable String severity,
            @JsonProperty("Title") @Nullable String title,
            @JsonProperty("PrimaryURL") @Nullable String primaryUrl,
            @JsonProperty("Layer") @Nullable Layer layer) {}

    record Secret(
            @JsonProperty("RuleID") @Nullable String rule,
            @JsonProperty("Severity") @Nullable String severity,
            @JsonProperty("Title") @Nullable String title,
            @JsonProperty("StartLine") @Nullable Integer line,
            @JsonProperty("Layer") @Nullable Layer layer) {}

    record Layer(@JsonProperty("DiffID") @Nullable String diffId) {}

    /** A finding that a VEX document has changed. */
    record Modified(
            @JsonProperty("Status") @Nullable String status,
            @JsonProperty("Statement") @Nullable String statement,
            @JsonProperty("Source") @Nullable String source,
            @JsonProperty("Finding") @Nullable Vulnerability finding) {}
}
