package io.wave.scanner.database;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The vulnerability database of scans.
 *
 * @param folder folder of the database, which replicas may share; one of them refreshes it at a time. It has the layout of a
 *     cache folder of Trivy ({@code db}, {@code java-db}). Defaults to {@code wave-trivy} in the directory for temporary files
 * @param repositories repositories of the database in registries, tried in turn; if empty, the folder is not refreshed by this
 *     service
 * @param javaRepositories repositories of the database of Java archives, tried in turn; if empty, it is not refreshed
 * @param refresh interval at which a replica checks whether a newer database is due
 * @param warnAfter age of the database from which reports contain a warning
 * @param patience how long a scan waits for the first database before it fails
 * @param server URL of a Trivy server that has the database of vulnerabilities; the folder then has only that of Java archives
 * @param serverToken token for that server
 */
@Validated
@ConfigurationProperties("wave.scan.database")
public record DatabaseProperties(
        @Nullable Path folder,

        @DefaultValue({"mirror.gcr.io/aquasec/trivy-db:2", "ghcr.io/aquasecurity/trivy-db:2"})
        List<String> repositories,

        @DefaultValue({"mirror.gcr.io/aquasec/trivy-java-db:1", "ghcr.io/aquasecurity/trivy-java-db:1"})
        List<String> javaRepositories,

        @DefaultValue("1h") @DurationMin(seconds = 1) Duration refresh,
        @DefaultValue("2d") Duration warnAfter,
        @DefaultValue("1m") Duration patience,
        @Nullable URI server,
        @Nullable String serverToken) {

    /** The folder of the database. */
    public Path directory() {
        return folder == null ? Path.of(System.getProperty("java.io.tmpdir"), "wave-trivy") : folder;
    }

    /** The databases that scans need from the folder: a Trivy server does not identify Java archives. */
    List<DatabaseKind> kinds() {
        return server == null ? List.of(DatabaseKind.values()) : List.of(DatabaseKind.JAVA);
    }

    /** The repositories of a database, tried in turn. */
    List<String> repositories(DatabaseKind kind) {
        return switch (kind) {
            case VULNERABILITIES -> repositories;
            case JAVA -> javaRepositories;
        };
    }

    /** The same for a worker that cannot download databases. */
    public DatabaseProperties withoutRefresh() {
        return new DatabaseProperties(folder, List.of(), List.of(), refresh, warnAfter, patience, server, serverToken);
    }

    @Override
    public String toString() {
        return "DatabaseProperties[folder=%s, repositories=%s, server=%s]".formatted(directory(), repositories, server);
    }
}
