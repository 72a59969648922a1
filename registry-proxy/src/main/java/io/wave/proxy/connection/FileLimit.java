package io.wave.proxy.connection;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many files and sockets the operating system lets this process have. */
final class FileLimit {

    private static final Logger log = LoggerFactory.getLogger(FileLimit.class);

    private FileLimit() {}

    /** How many connections of those wanted there may be. */
    static int connections(ConnectionProperties properties) {
        long most = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? system.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
        return connections(properties, most);
    }

    static int connections(ConnectionProperties properties, long most) {
        long left = most < 0 ? Long.MAX_VALUE : most - Math.min(properties.reservedFiles(), most / 2);
        if (left >= properties.max()) {
            return properties.max();
        }
        log.atWarn()
                .addKeyValue("connections", left)
                .addKeyValue("wanted", properties.max())
                .addKeyValue("files", most)
                .log("wave.proxy.connections.max is lowered to what the limit of open files allows: raise 'ulimit -n'");
        return (int) left;
    }
}
