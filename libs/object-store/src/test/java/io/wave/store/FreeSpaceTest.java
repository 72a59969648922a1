package io.wave.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

class FreeSpaceTest {

    @Test
    void shortageIsReportedBelowTheMinimum() {
        var free = new AtomicLong(DataSize.ofMegabytes(99).toBytes());
        var space = new FreeSpace("/data", free::get, DataSize.ofMegabytes(100));
        assertThat(space.shortage()).contains("low disk space in /data: 99 MB free, minimum 100 MB");
        free.set(DataSize.ofMegabytes(100).toBytes());
        assertThat(space.shortage()).isEmpty();
    }

    @Test
    void missingFolderUsesTheDiskOfItsParent(@TempDir Path folder) {
        var space = new FreeSpace(folder.resolve("a/b"), DataSize.ofTerabytes(1_000_000));
        assertThat(space.bytes()).isPositive().isLessThan(Long.MAX_VALUE);
        assertThat(space.shortage())
                .hasValueSatisfying(words -> assertThat(words).contains("a/b"));
    }

    @Test
    void remoteStoreHasNoShortage() {
        assertThat(FreeSpace.unbounded().shortage()).isEmpty();
    }
}
