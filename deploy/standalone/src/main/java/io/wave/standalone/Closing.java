package io.wave.standalone;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes what was started. One that fails or hangs does not keep the next from being closed. */
final class Closing {

    private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

    private Closing() {}

    static void quietly(AutoCloseable open) {
        try {
            open.close();
        } catch (Exception failed) {
            LOG.atWarn()
                    .setCause(failed)
                    .addKeyValue("what", open.getClass().getName())
                    .log("Cannot be closed");
        }
    }

    /** Gives up waiting after the limit. */
    static void within(Duration limit, AutoCloseable open) {
        Thread closer = Thread.ofPlatform().daemon().name("closing").start(() -> quietly(open));
        try {
            if (!closer.join(limit)) {
                LOG.atWarn()
                        .addKeyValue("what", open.getClass().getName())
                        .addKeyValue("seconds", TimeUnit.NANOSECONDS.toSeconds(limit.toNanos()))
                        .log("Does not close in time");
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
