package io.wave.job.engine.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttemptFoldersTest {

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

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

    @Test
    void workDirectoryIsForItsOwnerOnly() throws IOException {
        Path folder = new AttemptFolders(work.resolve("data/jobs")).create("job", 1);
        for (Path created : new Path[] {folder, work.resolve("data/jobs"), work.resolve("data")}) {
            assertThat(Files.getPosixFilePermissions(created))
                    .as(created.toString())
                    .isEqualTo(OWNER_ONLY);
        }
    }

    @Test
    void workDirectoryThatExistsIsLeftAsItIs() throws IOException {
        Set<PosixFilePermission> open = PosixFilePermissions.fromString("rwxr-x---");
        Path jobs = Files.createDirectory(work.resolve("jobs"), PosixFilePermissions.asFileAttribute(open));
        new AttemptFolders(jobs).create("job", 1);
        assertThat(Files.getPosixFilePermissions(jobs)).isEqualTo(open);
    }

    @Test
    void foldersOfDaemonsAreForTheirOwnerOnly() throws IOException {
        for (String name : new String[] {"kept", "new"}) {
            Path parent = work.resolve(name + "/buildkit");
            try (DaemonFolder folder = name.equals("kept") ? DaemonFolder.take(parent) : DaemonFolder.create(parent)) {
                for (Path created : new Path[] {folder.path(), parent, parent.getParent()}) {
                    assertThat(Files.getPosixFilePermissions(created))
                            .as(created.toString())
                            .isEqualTo(OWNER_ONLY);
                }
            }
        }
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
