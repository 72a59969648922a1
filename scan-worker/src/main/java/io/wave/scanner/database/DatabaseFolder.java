package io.wave.scanner.database;

import io.wave.job.engine.folder.AttemptFolders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder that replicas share. Each database is a link to its current version, which is never changed; a newer version
 * replaces the link. The version before it is kept, for scans that use it.
 */
final class DatabaseFolder {

    private static final String VERSIONS = "versions";
    private static final int KEPT = 2;

    private final Path root;

    DatabaseFolder(Path root) {
        this.root = root;
    }

    Path root() {
        return root;
    }

    /** The current version of a database; empty if there is none. */
    Optional<Path> current(DatabaseKind kind) {
        try {
            Path version = root.resolve(kind.folder()).toRealPath();
            return DatabaseMetadata.in(version, kind).map(_ -> version);
        } catch (IOException absent) {
            return Optional.empty();
        }
    }

    Optional<DatabaseMetadata> metadata(DatabaseKind kind) {
        return current(kind).flatMap(version -> DatabaseMetadata.in(version, kind));
    }

    /** Makes a downloaded database the current version. Call it under the lock of the folder. */
    void publish(DatabaseKind kind, Path downloaded) throws IOException {
        Path versions = Files.createDirectories(root.resolve(VERSIONS));
        Path version = Files.createTempDirectory(versions, kind.folder() + "-" + System.currentTimeMillis() + "-");
        Files.move(downloaded, version, StandardCopyOption.REPLACE_EXISTING);
        Path link = root.resolve(kind.folder());
        if (Files.isDirectory(link) && !Files.isSymbolicLink(link)) {
            // An operator has put it there.
            Files.move(link, versions.resolve(kind.folder() + "-0-replaced-" + version.getFileName()));
        }
        Path next = root.resolve(kind.folder() + ".next");
        Files.deleteIfExists(next);
        Files.createSymbolicLink(next, root.relativize(version));
        Files.move(next, link, StandardCopyOption.ATOMIC_MOVE);
        removeOld(versions, kind);
    }

    private static void removeOld(Path versions, DatabaseKind kind) throws IOException {
        List<Path> old;
        try (Stream<Path> all = Files.list(versions)) {
            old = all.filter(version -> version.getFileName().toString().startsWith(kind.folder() + "-"))
                    .sorted(Comparator.comparingLong(DatabaseFolder::age).reversed())
                    .skip(KEPT)
                    .toList();
        }
        old.forEach(AttemptFolders::remove);
    }

    private static long age(Path version) {
        try {
            return Files.getLastModifiedTime(version).toMillis();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
