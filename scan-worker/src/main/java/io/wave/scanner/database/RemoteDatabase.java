package io.wave.scanner.database;

import io.wave.scan.ScanReport;
import io.wave.store.ObjectName;
import io.wave.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The vulnerability database of scans that do not run on this machine. */
public final class RemoteDatabase {

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final DatabaseFolder folder;
    private final DatabaseObjects objects;
    private final DatabaseProperties properties;

    public RemoteDatabase(DatabaseProperties properties, ObjectStore store, Clock clock) {
        this.folder = new DatabaseFolder(properties.directory());
        this.objects = new DatabaseObjects(store, clock);
        this.properties = properties;
    }

    /** The objects to unpack into a cache folder of Trivy, by their folders; empty if this machine has no database. */
    public Map<String, ObjectName> objects() throws IOException {
        Map<String, ObjectName> found = new LinkedHashMap<>();
        for (DatabaseKind kind : properties.kinds()) {
            Optional<Path> version = folder.current(kind);
            if (version.isPresent()) {
                found.put(kind.folder(), objects.of(kind, version.get()));
            }
        }
        // Without the first one, scans download them.
        return found.containsKey(properties.kinds().getFirst().folder()) ? found : Map.of();
    }

    /** Whether scans can identify Java archives. */
    public boolean hasJava() {
        return folder.current(properties.kinds().getFirst()).isPresent()
                ? folder.current(DatabaseKind.JAVA).isPresent()
                : !properties.javaRepositories().isEmpty();
    }

    /** The file in a cache folder of Trivy that describes the database of vulnerabilities. */
    public static String metadataFile() {
        return DatabaseKind.VULNERABILITIES.folder() + "/" + DatabaseMetadata.FILE;
    }

    /** The database that the content of that file describes; empty if it cannot be read. */
    public static Optional<ScanReport.Database> describedBy(String metadata) {
        try {
            return Optional.of(JSON.readValue(metadata, DatabaseMetadata.class)).map(DatabaseMetadata::forReport);
        } catch (JacksonException unreadable) {
            return Optional.empty();
        }
    }
}
