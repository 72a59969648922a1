package io.wave.local.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wave.local.process.LocalServiceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

    @TempDir
    Path temporary;

    @Test
    void belongsToOneAtATime() {
        Path path = temporary.resolve("data");
        try (DataFolder first = DataFolder.open(path)) {
            assertThatThrownBy(() -> DataFolder.open(path))
                    .isInstanceOf(LocalServiceException.class)
                    .hasMessageContaining("in use by another process")
                    .hasMessageContaining(first.path().toString());
        }
        DataFolder.open(path).close();
    }

    @Test
    void isReadableByOwnerOnly() throws IOException {
        try (DataFolder data = DataFolder.open(temporary.resolve("data"))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.folder("redis"))))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void secretIsCreatedOnceAndReadableByOwnerOnly() throws IOException {
        Path file = temporary.resolve("key");
        String secret = GeneratedSecret.in(file);
        assertThat(GeneratedSecret.in(file)).isEqualTo(secret);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }
}
