package io.wave.standalone;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes resources at shutdown: one that fails or hangs does not prevent the others from being closed. */
final class Closing {

    private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

    private Closing() {}

    static void quietly(AutoCloseable open) {
        try {
            open.close();
        } catch (Exception | Error failed) {
            LOG.atWarn()
                    .setCause(failed)
                    .addKeyValue("resource", open.getClass().getName())
                    .log("could not be closed");
        }
    }

    /** Waits for the close up to the limit. */
    static void within(Duration limit, AutoCloseable open) {
        Thread closer = Thread.ofPlatform().daemon().name("closing").start(() -> quietly(open));
        try {
            if (!closer.join(limit)) {
                LOG.atWarn()
                        .addKeyValue("resource", open.getClass().getName())
                        .addKeyValue("seconds", TimeUnit.NANOSECONDS.toSeconds(limit.toNanos()))
                        .log("did not close in time");
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
