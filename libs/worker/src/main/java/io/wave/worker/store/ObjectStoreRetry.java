package io.wave.worker.store;

import io.wave.background.Backoff;
import io.wave.job.engine.plan.Work;
import io.wave.store.ObjectStoreException;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Retries calls of the object store while it is unavailable, for as long as the job may run. */
public final class ObjectStoreRetry {

    private static final Logger logger = LoggerFactory.getLogger(ObjectStoreRetry.class);
    private static final Duration INITIAL_PAUSE = Duration.ofMillis(500);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(30);

    private ObjectStoreRetry() {}

    /** A call of the object store that can be repeated from its beginning. */
    @FunctionalInterface
    public interface Fetch {
        void run() throws IOException, InterruptedException;
    }

    /**
     * Repeats the call until the object store responds.
     *
     * @throws io.wave.job.engine.lease.LeaseLostException if the attempt must stop
     */
    public static void retryWhileUnavailable(Work work, Fetch fetch) throws IOException, InterruptedException {
        Backoff backoff = new Backoff(INITIAL_PAUSE, MAX_PAUSE);
        while (true) {
            work.requireLease();
            try {
                fetch.run();
                return;
            } catch (ObjectStoreException unavailable) {
                logger.atWarn()
                        .addKeyValue("jobId", work.jobId())
                        .log("Object store unavailable, retrying: {}", unavailable.getMessage());
                backoff.sleep();
            }
        }
    }
}
