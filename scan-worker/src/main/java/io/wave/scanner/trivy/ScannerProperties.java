package io.wave.scanner.trivy;

import io.wave.job.engine.tool.SearchPath;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How images are scanned.
 *
 * @param program file of Trivy; defaults to {@code trivy} on the PATH, or where {@code scripts/go-clients} puts it
 * @param memory memory that a scan should not exceed; Trivy works more slowly when it is short of it
 * @param vex whether VEX documents that are attached to an image are applied to its vulnerabilities. They are not read from registries
 *     without https, except from {@code localhost}, private addresses and hosts that end with {@code .local}
 */
@Validated
@ConfigurationProperties("wave.scan.trivy")
public record ScannerProperties(
        @Nullable Path program,
        @DefaultValue("1GB") DataSize memory,
        @DefaultValue("true") boolean vex) {

    /** The name of the program. */
    public static final String NAME = "trivy";

    /** The file of the program, or its name if there is none. */
    public Path file() {
        return program == null ? SearchPath.withClients().find(NAME).orElse(Path.of(NAME)) : program;
    }
}
