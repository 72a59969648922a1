package io.wave.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** The folders of test JVMs. Those of killed JVMs, with the servers they left, go when the next one begins. */
final class TemporaryFolders {

    private static final Path ROOT = Path.of(System.getProperty("java.io.tmpdir"));
    private static final String PREFIX = "wave-test-";

    private TemporaryFolders() {}

    static DataFolder create() {
        try {
            removeLeftOvers();
            return DataFolder.open(Files.createTempDirectory(ROOT, PREFIX));
        } catch (IOException failed) {
            throw LocalServiceException.of(ROOT, failed);
        }
    }

    /** Extracted once for all test JVMs of this user. */
    static Path postgresBinaries() {
        return ROOT.resolve("wave-postgresql-" + System.getProperty("user.name"));
    }

    private static void removeLeftOvers() throws IOException {
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
        LeftOvers.stopIn(folder.path());
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
