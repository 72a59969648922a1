package io.wave.standalone;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/** The limit of open files of this process, which connections, Kafka's log and the data folder share. */
final class FileLimit {

    /** With a lower limit a few thousand connections leave no files for Kafka, which then stops the process. */
    static final long RECOMMENDED = 4_096;

    private FileLimit() {}

    /** A warning about the limit of this process; empty if it is high enough or unknown. */
    static Optional<String> warning() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? warning(system.getMaxFileDescriptorCount())
                : Optional.empty();
    }

    static Optional<String> warning(long limit) {
        return limit < 0 || limit >= RECOMMENDED
                ? Optional.empty()
                : Optional.of("Limit of open files: %d is below %d, raise it (ulimit -n) to serve many connections"
                        .formatted(limit, RECOMMENDED));
    }
}
