package io.wave.local;

import io.wave.local.data.DataFolder;
import io.wave.local.process.LocalServiceException;
import io.wave.local.server.StaleServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** The data folders of test JVMs. Those of killed JVMs are deleted by the next one, after their servers were stopped. */
public final class TemporaryFolders {

    private static final Path ROOT = Path.of(System.getProperty("java.io.tmpdir"));
    private static final String PREFIX = "wave-test-";

    private TemporaryFolders() {}

    static DataFolder create() {
        try {
            removeStale();
            return DataFolder.open(Files.createTempDirectory(ROOT, PREFIX));
        } catch (IOException failed) {
            throw LocalServiceException.of(ROOT, failed);
        }
    }

    /** The extracted PostgreSQL programs, shared by all test JVMs of this user. */
    public static Path postgresBinaries() {
        return ROOT.resolve("wave-postgresql-" + System.getProperty("user.name"));
    }

    private static void removeStale() throws IOException {
        try (Stream<Path> folders = Files.list(ROOT)) {
            for (Path left : folders.filter(TemporaryFolders::isOurs).toList()) {
                DataFolder.tryOpen(left).ifPresent(TemporaryFolders::stopAndDelete);
            }
        }
    }

    private static boolean isOurs(Path folder) {
        return folder.getFileName().toString().startsWith(PREFIX) && Files.exists(folder.resolve("lock"));
    }

    private static void stopAndDelete(DataFolder folder) {
        StaleServers.stopIn(folder.path());
        delete(folder);
    }

    static void delete(DataFolder folder) {
        try (Stream<Path> files = Files.walk(folder.path())) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException busy) {
            throw LocalServiceException.of(folder.path(), busy);
        } finally {
            folder.close();
        }
    }
}
