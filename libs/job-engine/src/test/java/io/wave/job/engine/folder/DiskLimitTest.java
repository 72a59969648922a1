package io.wave.job.engine.folder;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.job.engine.guard.GuardedProcess;
import io.wave.job.engine.guard.Isolation;
import io.wave.job.engine.guard.Running;
import io.wave.job.engine.lease.Lease;
import io.wave.job.engine.tool.ToolCommand;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

class DiskLimitTest {

    private final DiskLimit limit = new DiskLimit(DataSize.ofMegabytes(8));

    @TempDir
    private Path folder;

    @Test
    void countsDiskUsageOfFiles() throws IOException, InterruptedException {
        write("large", 7 * 1024 * 1024);
        Files.createLink(folder.resolve("same"), folder.resolve("large"));
        Files.createSymbolicLink(folder.resolve("all"), Path.of("/"));
        sparse("holes", 1L << 30);
        assertThat(limit.excess(folder)).isEmpty();
        for (int i = 0; i < 300; i++) {
            write("small" + i, 1);
        }
        assertThat(limit.excess(folder))
                .hasValueSatisfying(words -> assertThat(words).contains("more than 8 MB", "wave.jobs.disk-limit"));
    }

    @Test
    @Timeout(60)
    void toolThatFillsTheDiskIsEnded() throws IOException {
        ToolCommand tool = new ToolCommand(
                List.of("sh", "-c", "while :; do head -c 1000000 /dev/zero >> file; sleep 0.01; done"), Map.of());
        GuardedProcess started = GuardedProcess.start(
                tool, folder, new Lease(Duration.ofMinutes(5), System::nanoTime), Isolation.SESSION);
        try (DiskLimit.Watch watch = limit.watch(folder, _ -> started.stop())) {
            assertThat(started.output().readAllBytes()).isEmpty();
            started.exitCode();
            assertThat(watch.excess()).isPresent();
            assertThat(started.wasStopped()).isTrue();
        }
        assertThat(Running.in(folder)).isEmpty();
    }

    private void sparse(String name, long size) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(folder.resolve(name).toFile(), "rw")) {
            file.setLength(size);
        }
    }

    private void write(String name, int size) throws IOException {
        Files.write(folder.resolve(name), new byte[size]);
    }
}
