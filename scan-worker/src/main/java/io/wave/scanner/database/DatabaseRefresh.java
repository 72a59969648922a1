package io.wave.scanner.database;

import io.wave.job.engine.folder.DaemonFolder;
import io.wave.job.engine.folder.FolderLock;
import io.wave.messaging.loop.RepeatedTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces databases when newer ones are due, except those that a Trivy server has. Of the replicas that share the folder, one
 * does so at a time.
 */
final class DatabaseRefresh implements RepeatedTask {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseRefresh.class);
    private static final String DOWNLOADS = "download";

    private final DatabaseFolder folder;
    private final DatabaseDownload download;
    private final DatabaseProperties properties;
    private final Clock clock;
    private final AtomicReference<@Nullable String> failure = new AtomicReference<>();

    DatabaseRefresh(DatabaseFolder folder, DatabaseDownload download, DatabaseProperties properties, Clock clock) {
        this.folder = folder;
        this.download = download;
        this.properties = properties;
        this.clock = clock;
    }

    /** Why the last attempt failed, if it did. */
    Optional<String> failure() {
        return Optional.ofNullable(failure.get());
    }

    @Override
    public boolean run() throws IOException, InterruptedException {
        try {
            for (DatabaseKind kind : properties.kinds()) {
                refresh(kind, properties.repositories(kind));
            }
            failure.set(null);
            return false;
        } catch (IOException unavailable) {
            failure.set(unavailable.getMessage());
            throw unavailable;
        }
    }

    private void refresh(DatabaseKind kind, List<String> repositories) throws IOException, InterruptedException {
        if (repositories.isEmpty() || !isDue(kind)) {
            return;
        }
        Optional<FolderLock> lock = FolderLock.tryTake(Files.createDirectories(folder.root()));
        if (lock.isEmpty()) {
            return;
        }
        try (FolderLock _ = lock.get()) {
            if (isDue(kind)) {
                replace(kind, repositories);
            }
        }
    }

    private boolean isDue(DatabaseKind kind) {
        return folder.metadata(kind)
                .map(metadata -> metadata.isDue(clock.instant()))
                .orElse(true);
    }

    private void replace(DatabaseKind kind, List<String> repositories) throws IOException, InterruptedException {
        try (DaemonFolder work = DaemonFolder.take(folder.root().resolve(DOWNLOADS))) {
            Path downloaded = download.into(work, kind, repositories);
            Optional<DatabaseMetadata> present = folder.metadata(kind);
            Optional<DatabaseMetadata> next = DatabaseMetadata.in(downloaded, kind);
            if (present.equals(next)) {
                return;
            }
            folder.publish(kind, downloaded);
            LOG.atInfo()
                    .addKeyValue("database", kind.folder())
                    .addKeyValue(
                            "updatedAt", next.map(DatabaseMetadata::updatedAt).orElse(null))
                    .log("A newer database is in use");
        }
    }
}
