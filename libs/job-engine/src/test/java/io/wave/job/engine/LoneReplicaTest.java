package io.wave.job.engine;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Tests that start their own replicas: that of the application context is stopped meanwhile, and no builds of other tests are left. */
abstract class LoneReplicaTest extends EngineTest {

    @BeforeEach
    void alone() {
        scheduler().stop();
        deleteLive();
    }

    @AfterEach
    void together() {
        deleteLive();
        scheduler().start();
    }

    private void deleteLive() {
        int _ = jdbc.sql("DELETE FROM jobs.job WHERE kind = 'build' AND finished_at IS NULL")
                .update();
    }
}
