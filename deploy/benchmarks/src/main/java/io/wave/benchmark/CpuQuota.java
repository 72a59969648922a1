package io.wave.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.Awaitility;

/** Limits the CPU time of a process by a control group of Linux, version 1 or 2; needs root. */
final class CpuQuota implements AutoCloseable {

    private static final Path ROOT = Path.of("/sys/fs/cgroup");
    /** Short, so that the limit adds little to each response time. */
    private static final int PERIOD_MICROS = 20_000;

    private final Path group;

    private CpuQuota(Path group) {
        this.group = group;
    }

    /** @return empty if this machine or this user cannot set limits */
    static Optional<CpuQuota> set(long pid, double cpus) {
        boolean version2 = Files.exists(ROOT.resolve("cgroup.controllers"));
        Path parent = version2 ? ROOT : ROOT.resolve("cpu");
        CpuQuota quota = new CpuQuota(parent.resolve("wave-benchmark-" + pid));
        int micros = (int) (cpus * PERIOD_MICROS);
        try {
            Files.createDirectory(quota.group);
            if (version2) {
                quota.write("cpu.max", micros + " " + PERIOD_MICROS);
            } else {
                quota.write("cpu.cfs_period_us", Integer.toString(PERIOD_MICROS));
                quota.write("cpu.cfs_quota_us", Integer.toString(micros));
            }
            quota.write("cgroup.procs", Long.toString(pid));
            return Optional.of(quota);
        } catch (IOException refused) {
            quota.remove();
            return Optional.empty();
        }
    }

    private void write(String file, String value) throws IOException {
        Files.writeString(group.resolve(file), value);
    }

    /** Removes the limit, once the process has ended. */
    @Override
    public void close() {
        Awaitility.await("the end of the process")
                .atMost(Duration.ofSeconds(10))
                .until(this::remove);
    }

    private boolean remove() {
        try {
            Files.deleteIfExists(group);
            return true;
        } catch (IOException used) {
            return false;
        }
    }
}
