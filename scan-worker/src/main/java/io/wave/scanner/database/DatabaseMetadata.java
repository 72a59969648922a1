package io.wave.scanner.database;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.wave.scan.ScanReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What Trivy says about a database, in the file beside it. */
record DatabaseMetadata(
        @JsonProperty("UpdatedAt") Instant updatedAt,
        @JsonProperty("NextUpdate") @Nullable Instant nextUpdate) {

    static final String FILE = "metadata.json";
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** That of the database in this folder; empty if there is no complete one. */
    static Optional<DatabaseMetadata> in(Path folder, DatabaseKind kind) {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(folder.resolve(kind.file())) || !Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(file), DatabaseMetadata.class))
                    .filter(metadata -> metadata.updatedAt != null);
        } catch (JacksonException | IOException unreadable) {
            return Optional.empty();
        }
    }

    /** Whether a newer database is due. */
    boolean isDue(Instant now) {
        return nextUpdate == null || !now.isBefore(nextUpdate);
    }

    ScanReport.Database forReport() {
        return new ScanReport.Database(updatedAt, nextUpdate);
    }
}
