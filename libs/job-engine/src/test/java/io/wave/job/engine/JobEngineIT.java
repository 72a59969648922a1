package io.wave.job.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wave.image.Digest;
import io.wave.job.JobKind;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import io.wave.job.engine.lease.LeaseLostException;
import io.wave.job.engine.outcome.Outcome;
import io.wave.job.engine.restore.RecordRestorer;
import io.wave.job.engine.scheduler.JobDisk;
import io.wave.job.engine.scheduler.JobScheduler;
import io.wave.job.engine.store.JobRow;
import io.wave.job.engine.store.JobSubmission;
import io.wave.job.engine.store.RunningLimits;
import io.wave.redis.RedisKeys;
import io.wave.store.FreeSpace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.util.unit.DataSize;

/** Jobs from their acceptance to their end. */
class JobEngineIT extends EngineTest {

    @Autowired
    private RecordRestorer restorer;

    @Test
    void jobRunsPushesAndSucceeds() {
        JobSubmission job = start(1);
        HandRunner.Running running = awaitRunning(job);
        assertThat(running.attempt().spec()).isEqualTo(job.spec());
        running.attempt().beginPush();
        awaitState(JobState.PUSHING);
        running.succeed("image");
        JobRecord end = awaitState(JobState.SUCCEEDED);
        assertThat(end.digest()).isEqualTo(Digest.of("image".getBytes(UTF_8)));
        // QUEUED, RUNNING, PUSHING, SUCCEEDED
        assertThat(end.sequence()).isEqualTo(4);
    }

    @Test
    void startOfAKnownJobPublishesItsStateAgain() {
        JobSubmission job = start(1);
        awaitRunning(job).succeed("image");
        JobRecord end = awaitState(JobState.SUCCEEDED);
        redis.delete(RedisKeys.job(JobKind.BUILD, target));
        jobs.start(job);
        assertThat(awaitState(JobState.SUCCEEDED)).isEqualTo(end);
    }

    @Test
    void nextJobOfATargetWaitsForTheLiveOne() {
        JobSubmission first = start(1);
        HandRunner.Running running = awaitRunning(first);
        JobSubmission second = start(2);
        awaitState(JobState.WAITING);
        assertThat(runner.of(second)).isEmpty();
        running.succeed("image");
        awaitRunning(second);
    }

    @Test
    void jobPastItsDeadlineIsLiveUntilItsWorkHasEnded() {
        JobSubmission job = start(1, LONG, Duration.ofMillis(300));
        HandRunner.Running running = awaitRunning(job);
        awaitState(JobState.TIMING_OUT);
        await().atMost(TIMEOUT).untilTrue(running.cancelled());
        start(2);
        awaitState(JobState.WAITING);
        running.gone();
        assertThat(awaitEnd(job).failure()).startsWith("build timed out");
    }

    @Test
    void jobThatIsNotStartedInTimeFails() {
        JobSubmission first = start(1);
        awaitRunning(first);
        JobSubmission second = start(2, Duration.ofMillis(300), LONG);
        assertThat(awaitEnd(second).failure()).startsWith("build was not started in time");
        assertThat(runner.of(second)).isEmpty();
    }

    @Test
    void cancelEndsAWaitingJobImmediatelyAndARunningOneAfterItsWork() {
        JobSubmission first = start(1);
        HandRunner.Running running = awaitRunning(first);
        JobSubmission second = start(2);
        jobs.cancel(JobKind.BUILD, second.id());
        assertThat(awaitEnd(second).failure()).isEqualTo("build was cancelled");
        jobs.cancel(JobKind.BUILD, first.id());
        await().atMost(TIMEOUT).untilTrue(running.cancelled());
        assertThat(state(first)).isEqualTo("CANCELLING");
        running.gone();
        assertThat(awaitEnd(first).failure()).isEqualTo("build was cancelled");
    }

    @Test
    void successIsRecordedThoughAStopWasRequested() {
        JobSubmission job = start(1);
        HandRunner.Running running = awaitRunning(job);
        jobs.cancel(JobKind.BUILD, job.id());
        await().atMost(TIMEOUT).untilTrue(running.cancelled());
        running.succeed("image");
        assertThat(awaitEnd(job).state()).isEqualTo(JobState.SUCCEEDED);
    }

    /** They outlive the loss of a worker, and are gone when the job has ended. */
    @Test
    void credentialsOfAJobAreKeptUntilItEnds() {
        JobSubmission job = job(1, LONG, LONG).bringing("sealed for anonymous");
        jobs.start(job);
        awaitRunning(job);
        loseLease(job);
        HandRunner.Running second = await().atMost(TIMEOUT)
                .until(
                        () -> runner.of(job).orElseThrow(),
                        running -> running.attempt().number() == 2);
        assertThat(logins(job)).isEqualTo("sealed for anonymous");
        jobs.start(job);
        second.outcome().complete(new Outcome.Failed("refused", null));
        assertThat(awaitEnd(job).failure()).isEqualTo("refused, explained to anonymous");
        assertThat(logins(job)).isEqualTo("none");
        jobs.start(job);
        assertThat(logins(job)).isEqualTo("none");
    }

    @Test
    void jobWhoseCredentialsCannotBeDecryptedFails() {
        JobSubmission job = job(1, LONG, LONG).bringing("sealed for another");
        jobs.start(job);
        assertThat(awaitEnd(job).failure()).contains("credentials of its user cannot be decrypted");
        assertThat(runner.of(job)).isEmpty();
        assertThat(logins(job)).isEqualTo("none");
    }

    @Test
    void credentialsOfACancelledJobAreErased() {
        JobSubmission first = start(1);
        awaitRunning(first);
        JobSubmission waiting = job(2, LONG, LONG).bringing("sealed for anonymous");
        jobs.start(waiting);
        assertThat(logins(waiting)).isEqualTo("sealed for anonymous");
        jobs.cancel(JobKind.BUILD, waiting.id());
        assertThat(logins(waiting)).isEqualTo("none");
    }

    private String logins(JobSubmission job) {
        return jdbc.sql("SELECT coalesce(logins, 'none') FROM jobs.job WHERE id = ?")
                .params(job.id())
                .query(String.class)
                .single();
    }

    @Test
    void outcomeOfALostAttemptIsIgnored() {
        JobSubmission job = start(1);
        HandRunner.Running lost = awaitRunning(job);
        loseLease(job);
        HandRunner.Running second = await().atMost(TIMEOUT)
                .until(
                        () -> runner.of(job).orElse(lost),
                        running -> running.attempt().number() == 2);
        assertThatThrownBy(() -> lost.attempt().beginPush()).isInstanceOf(LeaseLostException.class);
        lost.succeed("lost");
        second.succeed("second");
        assertThat(awaitEnd(job).digest()).isEqualTo(Digest.of("second".getBytes(UTF_8)));
    }

    @Test
    void profileOfAJobOutlivesItsWorker() {
        JobSubmission usual = job(1, LONG, LONG);
        JobSubmission job = new JobSubmission(
                usual.kind(),
                usual.id(),
                target,
                1,
                usual.tenant(),
                TestType.PROFILED,
                LONG,
                LONG,
                usual.submittedAt());
        jobs.start(job);
        HandRunner.Running first = awaitRunning(job);
        assertThat(first.attempt().profile()).contains(TestType.PROFILE);
        loseLease(job);
        HandRunner.Running second = awaitAttempt(job, 2);
        assertThat(second.attempt().profile()).contains(TestType.PROFILE);
        second.succeed("image");
        assertThat(awaitEnd(job).state()).isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void jobThatLosesItsWorkerTooOftenFails() {
        JobSubmission job = start(1);
        HandRunner.Running first = awaitRunning(job);
        loseLease(job);
        await().atMost(TIMEOUT)
                .until(
                        () -> runner.of(job).orElse(first),
                        running -> running.attempt().number() == 2);
        loseLeaseOfAttempt(job, 2);
        assertThat(awaitEnd(job).failure()).isEqualTo("build failed: its worker was lost 2 times");
        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(ended("lost")).isPositive());
    }

    /** The answer of the database may be lost, and the question be asked again. */
    @Test
    void repeatedLaunchIsCountedOnce() {
        JobSubmission job =
                new JobSubmission(JobKind.SCAN, target, target, 1, "anonymous", "{}", LONG, LONG, Instant.now());
        table.insert(job, JobState.QUEUED, null);
        JobRow claimed = store.claim(JobKind.SCAN, "holder", LONG, 1, List.of(), RunningLimits.NONE)
                .getFirst();
        for (int times = 0; times < 3; times++) {
            JobRow launched = store.launch(claimed).orElseThrow();
            assertThat(launched.attempt()).isEqualTo(1);
            assertThat(launched.lost()).isZero();
        }
        assertThat(table.find(JobKind.SCAN, target).orElseThrow().attempt()).isEqualTo(1);
    }

    @Test
    void repeatedlyReleasedJobIsNotLost() {
        JobSubmission job = start(1);
        awaitRunning(job);
        for (int attempt = 1; attempt <= 3; attempt++) {
            handBack(job, attempt);
        }
        awaitAttempt(job, 4);
        loseLeaseOfAttempt(job, 4);
        awaitAttempt(job, 5).succeed("image");
        assertThat(awaitEnd(job).state()).isEqualTo(JobState.SUCCEEDED);
    }

    private void handBack(JobSubmission job, int attempt) {
        HandRunner.Running running = awaitAttempt(job, attempt);
        Thread stop = Thread.ofVirtual().start(scheduler()::stop);
        await().atMost(TIMEOUT).untilTrue(running.cancelled());
        running.gone();
        await().atMost(TIMEOUT).until(() -> !stop.isAlive());
        scheduler().start();
    }

    private HandRunner.Running awaitAttempt(JobSubmission job, int attempt) {
        return await().atMost(TIMEOUT)
                .until(
                        () -> runner.of(job).orElseThrow(),
                        running -> running.attempt().number() == attempt);
    }

    @Test
    void noJobIsStartedWithoutDiskSpace() {
        scheduler().stop();
        HandRunner other = new HandRunner();
        AtomicLong free = new AtomicLong();
        JobDisk narrow = new JobDisk(
                new FreeSpace("/jobs", free::get, DataSize.ofMegabytes(1)), List.of(other), new SimpleMeterRegistry());
        JobScheduler second = replica(other, narrow, properties.lease());
        second.start();
        try {
            JobSubmission job = start(1);
            await().atMost(TIMEOUT).untilTrue(other.freedDiskSpace);
            other.freedDiskSpace.set(false);
            await().atMost(TIMEOUT).untilTrue(other.freedDiskSpace);
            assertThat(state(job)).isEqualTo("QUEUED");
            assertThat(narrow.shortage()).isPresent();
            free.set(Long.MAX_VALUE);
            await().atMost(TIMEOUT).until(() -> other.of(job).isPresent());
            other.of(job).orElseThrow().succeed("image");
            assertThat(awaitEnd(job).state()).isEqualTo(JobState.SUCCEEDED);
        } finally {
            second.stop();
            scheduler().start();
        }
    }

    @Test
    void twoReplicasRunAJobOnce() {
        HandRunner other = new HandRunner();
        JobScheduler second = replica(other);
        second.start();
        try {
            for (int generation = 1; generation <= 20; generation++) {
                JobSubmission job = start(generation);
                await().atMost(TIMEOUT)
                        .until(() -> runner.of(job).isPresent() || other.of(job).isPresent());
                runner.of(job).ifPresent(running -> running.succeed("one"));
                other.of(job).ifPresent(running -> running.succeed("two"));
                assertThat(awaitEnd(job).sequence()).isEqualTo(3);
                assertThat(runner.of(job).isPresent())
                        .isNotEqualTo(other.of(job).isPresent());
            }
        } finally {
            second.stop();
        }
    }

    @Test
    void stoppedReplicaReleasesItsJobs() {
        JobSubmission job = start(1);
        HandRunner.Running running = awaitRunning(job);
        Thread stop = Thread.ofVirtual().start(scheduler()::stop);
        await().atMost(TIMEOUT).untilTrue(running.cancelled());
        running.gone();
        await().atMost(TIMEOUT).until(() -> !stop.isAlive());
        assertThat(state(job)).isEqualTo("RUNNING");
        scheduler().start();
        HandRunner.Running again = await().atMost(TIMEOUT)
                .until(
                        () -> runner.of(job).orElse(running),
                        next -> next.attempt().number() == 2);
        again.succeed("again");
        assertThat(awaitEnd(job).state()).isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void rejectedJobStaysFailed() {
        JobSubmission job = job(1, LONG, LONG);
        jobs.reject(job, "cannot be read");
        jobs.start(job);
        JobRecord end = awaitEnd(job);
        assertThat(end.failure()).isEqualTo("cannot be read");
        assertThat(end.sequence()).isEqualTo(1);
    }

    @Test
    void finishedJobsAreDeletedAfterTheirRetention() {
        JobSubmission job = start(1);
        awaitRunning(job).succeed("image");
        awaitEnd(job);
        restorer.deleteFinished();
        assertThat(table.find(JobKind.BUILD, job.id())).isPresent();
        jdbc.sql("UPDATE jobs.job SET finished_at = now() - interval '31 days' WHERE id = ?")
                .param(job.id())
                .update();
        restorer.deleteFinished();
        assertThat(table.find(JobKind.BUILD, job.id())).isEmpty();
    }

    @Test
    void recordsArePagedByTheirIds() {
        JobSubmission first = start(1);
        JobSubmission second = start(2);
        List<JobRecord> page = table.records(JobKind.BUILD, LONG, "", 1);
        assertThat(page).hasSize(1);
        List<JobRecord> all = new ArrayList<>(page);
        while (!page.isEmpty()) {
            page = table.records(JobKind.BUILD, LONG, page.getLast().id(), 1);
            all.addAll(page);
        }
        assertThat(all)
                .extracting(JobRecord::id)
                .contains(first.id(), second.id())
                .doesNotHaveDuplicates();
    }

    @Test
    void recordsAreRestoredAfterRedisWasFlushed() {
        JobSubmission job = start(1);
        awaitRunning(job).succeed("image");
        JobRecord end = awaitState(JobState.SUCCEEDED);
        // Nobody renews a lease of a job that has ended: only the keeper of the records can write it again.
        redis.getRequiredConnectionFactory().getConnection().serverCommands().flushDb();
        assertThat(awaitState(JobState.SUCCEEDED)).isEqualTo(end);
    }

    @Test
    void metricsCountJobsThatNeverRan() {
        double refused = ended("refused");
        double rejected = ended("rejected");
        double cancelled = ended("cancelled");
        JobSubmission first = start(1);
        awaitRunning(first);
        JobSubmission late = start(2, Duration.ofMillis(300), LONG);
        awaitEnd(late);
        JobSubmission waiting = start(3);
        jobs.cancel(JobKind.BUILD, waiting.id());
        jobs.reject(job(4, LONG, LONG), "cannot be read");
        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(ended("refused")).isEqualTo(refused + 1));
        assertThat(ended("rejected")).isEqualTo(rejected + 1);
        assertThat(ended("cancelled")).isEqualTo(cancelled + 1);
    }
}
