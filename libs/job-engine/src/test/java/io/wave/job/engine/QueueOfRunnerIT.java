package io.wave.job.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wave.job.JobKind;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import io.wave.job.engine.scheduler.JobScheduler;
import io.wave.job.engine.store.JobRow;
import io.wave.job.engine.store.JobSubmission;
import io.wave.job.engine.store.JobTable;
import io.wave.job.engine.store.RunningLimits;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Jobs that wait in a queue of their runner, as suspended Jobs of Kubernetes do. */
class QueueOfRunnerIT extends LoneReplicaTest {

    private final HandRunner host = new HandRunner();

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

    @Test
    void jobIsShownAsQueuedUntilItLeavesTheQueue() {
        JobSubmission job = accepted("queued");
        JobScheduler worker = replica(host, disk, properties.lease(), 1, false);
        worker.start();
        try {
            HandRunner.Running running = awaitLaunch(job);
            Instant claimed = shown(job, JobState.RUNNING).deadline();
            assertThat(running.attempt().queued()).isTrue();
            assertThat(shown(job, JobState.QUEUED).startedAt()).isNull();
            assertThat(table.live(JobKind.BUILD)).isEqualTo(new JobTable.Live(1, 0));
            // Each report is one of the same state.
            assertThat(running.attempt().queued()).isTrue();
            running.attempt().dequeued();
            running.attempt().dequeued();
            JobRecord started = shown(job, JobState.RUNNING);
            assertThat(started.sequence()).isEqualTo(4);
            assertThat(started.startedAt()).isNotNull();
            assertThat(started.deadline()).isAfter(claimed);
            assertThat(table.live(JobKind.BUILD)).isEqualTo(new JobTable.Live(0, 1));
            running.succeed("image");
            assertThat(awaitEnd(job).startedAt()).isEqualTo(started.startedAt());
        } finally {
            host.finish();
            worker.stop();
        }
    }

    @Test
    void queuedJobOfALostWorkerStaysQueuedUntilItIsLaunchedAgain() {
        JobSubmission job = accepted("lost");
        JobRow first = claim("first");
        JobRow launched = store.launch(first).orElseThrow();
        assertThat(store.queued(launched)).isTrue();
        store.release(launched, true);
        JobRow second = claim("second");
        assertThat(second.id()).isEqualTo(job.id());
        assertThat(second.job().state()).isEqualTo(JobState.QUEUED);
        assertThat(second.job().startedAt()).isNull();
        JobRecord again = store.launch(second).orElseThrow().job();
        assertThat(again.state()).isEqualTo(JobState.RUNNING);
        assertThat(again.startedAt()).isNotNull();
    }

    @Test
    void queuedJobIsStoppedWhenItIsCancelled() {
        JobSubmission job = accepted("cancelled");
        JobScheduler worker = replica(host, disk, properties.lease(), 1, false);
        worker.start();
        try {
            HandRunner.Running running = awaitLaunch(job);
            assertThat(running.attempt().queued()).isTrue();
            store.cancel(JobKind.BUILD, job.id());
            await().atMost(TIMEOUT).until(running.cancelled()::get);
            running.gone();
            assertThat(awaitEnd(job).failure()).isEqualTo("build was cancelled");
            assertThat(awaitEnd(job).startedAt()).isNull();
        } finally {
            host.finish();
            worker.stop();
        }
    }

    /** The record of a job in Redis, once it has this state. */
    private JobRecord shown(JobSubmission job, JobState state) {
        return await("the job is " + state)
                .atMost(TIMEOUT)
                .until(
                        () -> records.read(JobKind.BUILD, job.target()),
                        record -> record.filter(found -> found.state() == state).isPresent())
                .orElseThrow();
    }

    private JobRow claim(String holder) {
        return store.claim(JobKind.BUILD, holder, LONG, 1, List.of(), RunningLimits.NONE)
                .getFirst();
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
