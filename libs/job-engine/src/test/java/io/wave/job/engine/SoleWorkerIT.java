package io.wave.job.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wave.job.JobKind;
import io.wave.job.JobState;
import io.wave.job.engine.scheduler.JobScheduler;
import io.wave.job.engine.store.JobRow;
import io.wave.job.engine.store.JobSubmission;
import io.wave.job.engine.store.RunningLimits;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A worker whose predecessor was killed; the leases of that one are longer than any test. */
class SoleWorkerIT extends LoneReplicaTest {

    private static final String KILLED = "killed";

    private final HandRunner host = new HandRunner();

    @Test
    void jobsOfTheKilledWorkerAreTakenOverAtOnce() {
        JobRow held = heldByKilled(start(1));
        JobScheduler worker = replica(host, disk, properties.lease(), 1, true);
        worker.start();
        try {
            JobSubmission job = job(1, LONG, LONG);
            await().atMost(TIMEOUT).until(() -> host.of(job).isPresent());
            JobRow now = table.find(JobKind.BUILD, held.id()).orElseThrow();
            assertThat(now.fence()).isEqualTo(held.fence() + 1);
            assertThat(now.lost()).isOne();
            host.of(job).orElseThrow().succeed("again");
            assertThat(awaitEnd(job).state()).isEqualTo(JobState.SUCCEEDED);
        } finally {
            host.finish();
            worker.stop();
        }
    }

    @Test
    void cancelledJobOfTheKilledWorkerEndsAtOnce() {
        JobSubmission job = start(1);
        heldByKilled(job);
        store.cancel(JobKind.BUILD, job.id());
        JobScheduler worker = replica(host, disk, properties.lease(), 1, true);
        worker.start();
        try {
            assertThat(awaitEnd(job).failure()).isEqualTo("build was cancelled");
        } finally {
            worker.stop();
        }
    }

    @Test
    void oneOfSeveralWorkersWaitsForTheLease() {
        JobSubmission other = start(1);
        JobRow held = heldByKilled(other);
        JobScheduler worker = replica(host, disk, properties.lease(), 1, false);
        worker.start();
        try {
            // It has claimed what there is to claim.
            JobSubmission next = nextTarget();
            await().atMost(TIMEOUT).until(() -> host.of(next).isPresent());
            assertThat(table.find(JobKind.BUILD, held.id()).orElseThrow().fence())
                    .isEqualTo(held.fence());
        } finally {
            host.finish();
            worker.stop();
            store.release(held, true);
        }
    }

    private JobSubmission nextTarget() {
        JobSubmission first = job(1, LONG, LONG);
        JobSubmission next = new JobSubmission(
                JobKind.BUILD,
                first.id() + "0",
                first.target() + "-next",
                1,
                first.tenant(),
                first.spec(),
                LONG,
                LONG,
                first.submittedAt());
        store.accept(next);
        return next;
    }

    /** A job that a worker had launched when it was killed. */
    private JobRow heldByKilled(JobSubmission job) {
        List<JobRow> claimed =
                store.claim(JobKind.BUILD, KILLED, Duration.ofHours(1), 1, List.of(), RunningLimits.NONE);
        assertThat(claimed).extracting(JobRow::id).containsExactly(job.id());
        return store.launch(claimed.getFirst()).orElseThrow();
    }
}
