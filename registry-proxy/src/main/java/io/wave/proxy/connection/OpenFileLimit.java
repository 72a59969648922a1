package io.wave.proxy.connection;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operating system's limit of open files and sockets of this process. */
final class OpenFileLimit {

    private static final Logger log = LoggerFactory.getLogger(OpenFileLimit.class);

    private OpenFileLimit() {}

    /** The number of connections that the limit allows, at most the configured one. */
    static int connections(ConnectionProperties properties) {
        long limit = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? system.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
        return connections(properties, limit);
    }

    static int connections(ConnectionProperties properties, long limit) {
        long available = limit < 0 ? Long.MAX_VALUE : limit - Math.min(properties.reservedFiles(), limit / 2);
        if (available >= properties.max()) {
            return properties.max();
        }
        log.atWarn()
                .addKeyValue("connections", available)
                .addKeyValue("configured", properties.max())
                .addKeyValue("openFileLimit", limit)
                .log("wave.proxy.connections.max: lowered to what the limit of open files allows; raise 'ulimit -n'");
        return (int) available;
    }
}
