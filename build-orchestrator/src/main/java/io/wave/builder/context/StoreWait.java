package io.wave.builder.context;

import io.wave.job.engine.plan.Work;
import io.wave.store.ObjectStoreException;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for the object store. One that is away is waited for, as long as the build may run. */
public final class StoreWait {

    private static final Logger logger = LoggerFactory.getLogger(StoreWait.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private StoreWait() {}

    /** What is done, and done again from its beginning. */
    @FunctionalInterface
    public interface Fetch {
        void run() throws IOException, InterruptedException;
    }

    /** Does it; throws {@link io.wave.job.engine.lease.LeaseLostException} if the attempt must not go on. */
    public static void until(Work work, Fetch fetch) throws IOException, InterruptedException {
        for (Duration pause = FIRST_PAUSE; ; pause = longer(pause)) {
            work.requireLease();
            try {
                fetch.run();
                return;
            } catch (ObjectStoreException away) {
                logger.atWarn()
                        .addKeyValue("jobId", work.jobId())
                        .log("The object store cannot be read yet: {}", away.getMessage());
                Thread.sleep(pause);
            }
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }
}
