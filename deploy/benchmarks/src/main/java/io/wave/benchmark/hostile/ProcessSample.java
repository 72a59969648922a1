package io.wave.benchmark.hostile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the service's process holds at one moment, as the kernel counts it.
 *
 * @param at since the start of the run
 * @param resident memory, in MB
 * @param files open files and sockets
 * @param threads platform threads
 */
record ProcessSample(Duration at, long resident, long files, long threads) {

    /** Reads it from {@code /proc}. */
    static ProcessSample of(long pid, Duration at) throws IOException {
        Path process = Path.of("/proc", Long.toString(pid));
        List<String> status = Files.readAllLines(process.resolve("status"));
        try (Stream<Path> files = Files.list(process.resolve("fd"))) {
            return new ProcessSample(at, value(status, "VmRSS:") / 1024, files.count(), value(status, "Threads:"));
        }
    }

    private static long value(List<String> status, String key) {
        return status.stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(key.length()).strip().split(" ", 2)[0])
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(0);
    }
}
