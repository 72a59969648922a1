package io.wave.job.engine.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {

    @TempDir
    private Path folder;

    @Test
    void checkingTheLockDoesNotReleaseIt() throws Exception {
        try (FolderLock _ = FolderLock.take(folder)) {
            assertThat(FolderLock.isHeld(folder)).isTrue();
            assertThat(isHeldElsewhere()).isTrue();
            assertThatThrownBy(() -> FolderLock.take(folder)).isInstanceOf(IOException.class);
            assertThat(isHeldElsewhere()).isTrue();
        }
        assertThat(FolderLock.isHeld(folder)).isFalse();
        assertThat(isHeldElsewhere()).isFalse();
        FolderLock.take(folder).close();
    }

    @Test
    void newFolderCountsAsInUse() throws IOException {
        assertThat(FolderLock.isHeld(folder)).isTrue();
        Files.setLastModifiedTime(folder, FileTime.from(Instant.now().minus(Duration.ofMinutes(2))));
        assertThat(FolderLock.isHeld(folder)).isFalse();
    }

    /** As another process sees it. */
    private boolean isHeldElsewhere() throws IOException, InterruptedException {
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Look.class.getName(),
                        folder.toString())
                .inheritIO()
                .start();
        int status = jvm.waitFor();
        assertThat(status).isIn(Look.HELD, Look.FREE);
        return status == Look.HELD;
    }

    /** {@code Look <folder>}: exits with the answer. */
    static final class Look {

        static final int HELD = 10;
        static final int FREE = 11;

        private Look() {}

        public static void main(String[] arguments) {
            System.exit(FolderLock.isHeld(Path.of(arguments[0])) ? HELD : FREE);
        }
    }
}
