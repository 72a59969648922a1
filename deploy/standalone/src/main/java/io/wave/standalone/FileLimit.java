package io.wave.standalone;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/** How many files this process may have open: connections, Kafka's log and the data folder share them. */
final class FileLimit {

    /** Below it a few thousand connections leave Kafka none, which then ends the process. */
    static final long ENOUGH = 4_096;

    private FileLimit() {}

    /** What to say about the limit of this process; empty where it is high enough, or nobody can tell. */
    static Optional<String> warning() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? warning(system.getMaxFileDescriptorCount())
                : Optional.empty();
    }

    static Optional<String> warning(long limit) {
        return limit < 0 || limit >= ENOUGH
                ? Optional.empty()
                : Optional.of("Only %d files may be open, which is less than %d: raise the limit (ulimit -n) before"
                                .formatted(limit, ENOUGH)
                        + " this serves many connections");
    }
}
