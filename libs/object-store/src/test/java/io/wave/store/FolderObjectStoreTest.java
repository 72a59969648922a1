package io.wave.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderObjectStoreTest extends ObjectStoreContract {

    private static final Path ALWAYS_FULL = Path.of("/dev/full");

    @TempDir
    Path folder;

    private ObjectStore store;

    @BeforeEach
    void openStore() {
        store = new FolderObjectStore(folder);
    }

    @Override
    ObjectStore store() {
        return store;
    }

    @Test
    void objectIsAFileAtItsPath() {
        ObjectName name = new ObjectName("some/object");
        store.put(name, bytes("x"));

        assertThat(store.localFile(name)).contains(folder.resolve("some/object"));
        assertThat(store.downloadUrl(name, Duration.ofMinutes(1))).isEmpty();
    }

    @Test
    void failedPutLeavesNoFiles() throws IOException {
        Path absent = folder.resolve("absent");

        assertThatThrownBy(() -> store.put(new ObjectName("some/object"), absent))
                .isInstanceOf(ObjectStoreException.class)
                .hasMessageContaining("cannot store 'some/object'");
        try (Stream<Path> files = Files.walk(folder).filter(Files::isRegularFile)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void fullDiskIsReported() {
        assumeTrue(Files.isWritable(ALWAYS_FULL), "needs a device that is always full");
        IOException full = catchThrowableOfType(IOException.class, () -> Files.write(ALWAYS_FULL, new byte[1]));

        assertThat(FolderObjectStore.reason(full)).isEqualTo("the disk of the object store is full");
    }

    @Test
    void folderThatCannotBeCreatedIsReportedAtStart() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> new FolderObjectStore(file))
                .isInstanceOf(ObjectStoreException.class)
                .hasMessageContaining("cannot prepare");
    }

    @Test
    void filesWithOtherNamesAreNotListed() throws IOException {
        store.put(new ObjectName("logs/bd-1_1.log"), bytes("x"));
        Files.createFile(folder.resolve("logs/.nfs0000"));
        List<ObjectName> found = new ArrayList<>();

        store.forEach("logs/", object -> found.add(object.name()));

        assertThat(found).containsExactly(new ObjectName("logs/bd-1_1.log"));
    }

    @Test
    void temporaryFilesOfKilledProcessesAreDeletedAfterADay() throws IOException {
        Path incoming = folder.resolve(".incoming");
        Path old = Files.createFile(incoming.resolve("old"));
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        Path young = Files.createFile(incoming.resolve("young"));

        new FolderObjectStore(folder);

        assertThat(old).doesNotExist();
        assertThat(young).exists();
    }
}
