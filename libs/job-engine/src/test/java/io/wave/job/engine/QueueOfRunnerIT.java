package io.wave.job.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wave.job.JobKind;
import io.wave.job.engine.scheduler.JobScheduler;
import io.wave.job.engine.store.JobSubmission;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jobs that wait in a queue of their runner, as suspended Jobs of Kubernetes do. */
class QueueOfRunnerIT extends EngineTest {

    private final HandRunner host = new HandRunner();

    @BeforeEach
    void alone() {
        scheduler().stop();
        jdbc.sql("DELETE FROM jobs.job WHERE kind = 'build' AND finished_at IS NULL")
                .update();
    }

    @AfterEach
    void together() {
        scheduler().start();
    }

    @Test
    void queuedJobLeavesItsSlotToTheNextOne() {
        JobSubmission first = accepted("first");
        JobScheduler worker = replica(host, disk, properties.lease(), 1, false);
        worker.start();
        try {
            HandRunner.Running queued = awaitLaunch(first);
            JobSubmission second = accepted("second");
            await("the next job is launched").atMost(TIMEOUT).until(() -> {
                assertThat(queued.attempt().queued()).isTrue();
                return host.of(second).isPresent();
            });
            // Its turn in the queue comes while the other one runs.
            awaitLaunch(second).succeed("second");
            queued.succeed("first");
            awaitEnd(first);
            awaitEnd(second);
        } finally {
            host.finish();
            worker.stop();
        }
    }

    private HandRunner.Running awaitLaunch(JobSubmission job) {
        await("launch of " + job.id()).atMost(TIMEOUT).until(() -> host.of(job).isPresent());
        return host.of(job).orElseThrow();
    }

    private JobSubmission accepted(String name) {
        JobSubmission job = new JobSubmission(
                JobKind.BUILD,
                name + "-" + target.substring(target.lastIndexOf(':') + 1) + "_1",
                target + "-" + name,
                1,
                "anonymous",
                "{\"n\":1}",
                LONG,
                LONG,
                Instant.now());
        store.accept(job);
        return job;
    }
}
