package io.wave.job.engine.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttemptFoldersTest {

    @TempDir
    private Path work;

    @Test
    void removesPathsThatAreTooLongForTheJdk() throws IOException {
        Path folder = new AttemptFolders(work).create("job", 1);
        Path upper = deep(folder.resolve("upper"));
        Path lower = folder.resolve("lower");
        Files.createFile(deep(lower).resolve("file"));
        Files.move(lower, upper.resolve("lower"));
        AttemptFolders.remove(folder);
        assertThat(folder).doesNotExist();
        assertThat(work).isEmptyDirectory();
    }

    @Test
    void removesFilesWithoutPermissions() throws IOException {
        Path outside = Files.createFile(work.resolve("outside"));
        Path folder = new AttemptFolders(work).create("job", 1);
        Path closed = Files.createDirectories(folder.resolve("a/closed"));
        Files.createFile(closed.resolve("file"));
        Files.createSymbolicLink(closed.resolve("link"), outside);
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
        AttemptFolders.remove(folder);
        assertThat(folder).doesNotExist();
        assertThat(outside).exists();
    }

    /** Two of these together are longer than the system lets a path be. */
    private static Path deep(Path start) throws IOException {
        Path path = start;
        for (int i = 0; i < 22; i++) {
            path = path.resolve("n".repeat(100));
        }
        return Files.createDirectories(path);
    }
}
