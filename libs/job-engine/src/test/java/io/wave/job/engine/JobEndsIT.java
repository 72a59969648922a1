package io.wave.job.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wave.image.Digest;
import io.wave.job.JobKind;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import io.wave.job.engine.outcome.Outcome;
import io.wave.job.engine.outcome.Result;
import io.wave.job.engine.scheduler.JobScheduler;
import io.wave.job.engine.store.JobRow;
import io.wave.job.engine.store.JobSubmission;
import io.wave.job.engine.store.RunningLimits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** How jobs end or are released: each way has its own message, and no outcome is recorded under an expired lease. */
class JobEndsIT extends EngineTest {

    @Autowired
    private PlatformTransactionManager transactions;

    /** The outcomes of interrupted work. */
    static Stream<Outcome> interrupted() {
        return Stream.of(
                new Outcome.Stopped(),
                new Outcome.Failed("build failed: the layer could not be fetched: interrupted", null),
                new Outcome.Failed("build failed: exit code 143", 143));
    }

    @ParameterizedTest
    @MethodSource("interrupted")
    void cancelFailsTheJobAsCancelled(Outcome outcome) {
        JobSubmission job = start(1);
        HandRunner.Running running = awaitRunning(job);
        jobs.cancel(JobKind.BUILD, job.id());
        await().atMost(TIMEOUT).untilTrue(running.cancelled());
        running.outcome().complete(outcome);
        assertThat(awaitEnd(job).failure()).isEqualTo("build was cancelled");
    }

    @ParameterizedTest
    @MethodSource("interrupted")
    void deadlineFailsTheJobAsTimedOut(Outcome outcome) {
        JobSubmission job = start(1, LONG, Duration.ofMillis(300));
        HandRunner.Running running = awaitRunning(job);
        await().atMost(TIMEOUT).untilTrue(running.cancelled());
        running.outcome().complete(outcome);
        assertThat(awaitEnd(job).failure()).startsWith("build timed out");
    }

    @ParameterizedTest
    @MethodSource("interrupted")
    void gracefulStopReleasesTheJob(Outcome outcome) {
        JobSubmission job = start(1);
        HandRunner.Running running = awaitRunning(job);
        Thread stop = Thread.ofVirtual().start(scheduler()::stop);
        await().atMost(TIMEOUT).untilTrue(running.cancelled());
        running.outcome().complete(outcome);
        await().atMost(TIMEOUT).until(() -> !stop.isAlive());
        JobRow row = table.find(JobKind.BUILD, job.id()).orElseThrow();
        assertThat(row.job().state()).isEqualTo(JobState.RUNNING);
        assertThat(row.launched()).isFalse();
        scheduler().start();
        awaitLaunch(job, 2).succeed("image");
        assertThat(awaitEnd(job).state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(table.find(JobKind.BUILD, job.id()).orElseThrow().lost()).isZero();
    }

    @Test
    void cancelDuringAGracefulStopFailsTheJobAsCancelled() {
        JobSubmission job = start(1);
        HandRunner.Running running = awaitRunning(job);
        Thread stop = Thread.ofVirtual().start(scheduler()::stop);
        await().atMost(TIMEOUT).untilTrue(running.cancelled());
        store.cancel(JobKind.BUILD, job.id());
        running.gone();
        await().atMost(TIMEOUT).until(() -> !stop.isAlive());
        scheduler().start();
        assertThat(awaitEnd(job).failure()).isEqualTo("build was cancelled");
    }

    @Test
    void releasedJobWithoutAHolderHasADeadline() {
        JobSubmission job = start(1, LONG, Duration.ofSeconds(2));
        HandRunner.Running running = awaitRunning(job);
        Thread stop = Thread.ofVirtual().start(scheduler()::stop);
        await().atMost(TIMEOUT).untilTrue(running.cancelled());
        running.gone();
        await().atMost(TIMEOUT).until(() -> !stop.isAlive());
        await().atMost(TIMEOUT).until(() -> {
            store.sweep(JobKind.BUILD);
            return state(job).equals("TIMING_OUT");
        });
        scheduler().start();
        assertThat(awaitEnd(job).failure()).startsWith("build timed out");
    }

    @Test
    void claimsDoNotCountAsLaunches() {
        scheduler().stop();
        JobSubmission job = job(1, LONG, LONG);
        store.accept(job);
        for (int claims = 0; claims < 3; claims++) {
            assertThat(store.claim(JobKind.BUILD, "nobody", Duration.ofMillis(1), 100, List.of(), RunningLimits.NONE))
                    .extracting(JobRow::id)
                    .contains(job.id());
            loseLeaseOfAttempt(job, 0);
        }
        OffsetDateTime deadline = runDeadline(job);
        JobRow row = table.find(JobKind.BUILD, job.id()).orElseThrow();
        assertThat(row.attempt()).isZero();
        assertThat(row.lost()).isZero();
        scheduler().start();
        awaitLaunch(job, 1);
        assertThat(runDeadline(job)).isEqualTo(deadline);
        awaitRunning(job).succeed("image");
        awaitEnd(job);
    }

    private OffsetDateTime runDeadline(JobSubmission job) {
        return jdbc.sql("SELECT run_deadline FROM jobs.job WHERE id = ?")
                .param(job.id())
                .query(OffsetDateTime.class)
                .single();
    }

    @Test
    void textThatCannotBeStoredIsCleaned() {
        JobSubmission job = start(1);
        awaitRunning(job).outcome().complete(new Outcome.Failed("exit\0 code \uD800 1", 1));
        JobRecord end = awaitEnd(job);
        assertThat(end.failure()).isEqualTo("exit code \uFFFD 1");
        JobSubmission rejected = job(2, LONG, LONG);
        jobs.reject(rejected, "\0not JSON");
        assertThat(awaitEnd(rejected).failure()).isEqualTo("not JSON");
    }

    @Test
    void reportIsRecordedWithItsCounts() {
        JobSubmission job = start(1);
        Map<String, Integer> counts = Map.of("HIGH", 2, "LOW", 1);
        awaitRunning(job).outcome().complete(new Outcome.Succeeded(new Result.Report("reports/a", counts), null));
        JobRecord end = awaitEnd(job);
        assertThat(end.report()).isEqualTo("reports/a");
        assertThat(end.counts()).isEqualTo(counts);
    }

    @Test
    void outcomeThatCannotBeStoredIsRecordedAsAFailure() {
        JobSubmission job = start(1);
        awaitRunning(job).outcome().complete(new Outcome.Succeeded(new Result.Report("reports/a\0b"), null));
        assertThat(awaitEnd(job).failure()).contains("could not be stored");
        await().atMost(TIMEOUT).until(() -> runner.disposed.contains(job.id()));
    }

    @Test
    void jobWithUnreadableSpecificationFails() {
        JobSubmission job = new JobSubmission(
                JobKind.BUILD,
                "job-unreadable_" + target.hashCode(),
                target,
                1,
                "anonymous",
                "",
                LONG,
                LONG,
                Instant.now());
        jobs.start(job);
        assertThat(awaitEnd(job).failure()).isEqualTo("build failed: the job specification cannot be read");
    }

    @Test
    void leaseIsRenewedDuringPreparationAndLogStorage() {
        scheduler().stop();
        CountDownLatch prepared = new CountDownLatch(1);
        CountDownLatch stored = new CountDownLatch(1);
        HandRunner slow = new HandRunner();
        slow.onAttach(() -> awaitLatch(prepared));
        JobScheduler replica = replica(slow, disk, Duration.ofSeconds(3));
        replica.start();
        try {
            JobSubmission job = start(1);
            awaitRenewals(job);
            prepared.countDown();
            HandRunner.Running running = await().atMost(TIMEOUT)
                    .until(() -> slow.of(job), Optional::isPresent)
                    .orElseThrow();
            objects.beforePut(() -> awaitLatch(stored));
            running.attempt().log().line("the last line");
            running.succeed("image");
            awaitRenewals(job);
            stored.countDown();
            assertThat(awaitEnd(job).state()).isEqualTo(JobState.SUCCEEDED);
            assertThat(table.find(JobKind.BUILD, job.id()).orElseThrow().fence())
                    .isOne();
        } finally {
            prepared.countDown();
            stored.countDown();
            objects.beforePut(() -> {});
            replica.stop();
            scheduler().start();
        }
    }

    @Test
    void endedWorkIsNotRepeatedIfItsLeaseExpiresBeforeTheOutcomeIsRecorded() {
        CountDownLatch stored = new CountDownLatch(1);
        CountDownLatch storing = new CountDownLatch(1);
        JobSubmission job = start(1);
        HandRunner.Running running = awaitRunning(job);
        try {
            objects.beforePut(() -> {
                storing.countDown();
                awaitLatch(stored);
            });
            running.attempt().log().line("the last line");
            running.succeed("image");
            awaitLatch(storing);
            loseLease(job);
            JobSubmission other = submit(target + "-other");
            await().atMost(TIMEOUT).until(() -> runner.of(other).isPresent());
            assertThat(table.find(JobKind.BUILD, job.id()).orElseThrow().fence())
                    .isOne();
        } finally {
            objects.beforePut(() -> {});
            stored.countDown();
        }
        assertThat(awaitEnd(job).digest()).isEqualTo(Digest.of("image".getBytes(StandardCharsets.UTF_8)));
        assertThat(table.find(JobKind.BUILD, job.id()).orElseThrow().attempt()).isOne();
    }

    private JobSubmission submit(String otherTarget) {
        JobSubmission job = new JobSubmission(
                JobKind.BUILD,
                "job-" + otherTarget.hashCode() + "_1",
                otherTarget,
                1,
                "anonymous",
                "{}",
                LONG,
                LONG,
                Instant.now());
        jobs.start(job);
        return job;
    }

    /** Such as a tool whose guard got no heartbeats, again and again. */
    @Test
    void attemptThatStopsWithoutARequestCountsAsLost() {
        JobSubmission job = start(1);
        awaitRunning(job).gone();
        awaitLaunch(job, 2).gone();
        assertThat(awaitEnd(job).failure()).isEqualTo("build failed: its worker was lost 2 times");
    }

    @Test
    void jobPastItsDeadlineIsNotLaunchedAgain() {
        JobSubmission job = start(1);
        HandRunner.Running running = awaitRunning(job);
        scheduler().beginStop();
        running.gone();
        scheduler().stop();
        jdbc.sql("UPDATE jobs.job SET run_deadline = now() WHERE id = ?")
                .param(job.id())
                .update();
        assertThat(store.claim(JobKind.BUILD, "another worker", LONG, 100, List.of(), RunningLimits.NONE))
                .extracting(JobRow::id)
                .doesNotContain(job.id());
        scheduler().start();
        assertThat(awaitEnd(job).failure()).startsWith("build timed out");
        assertThat(table.find(JobKind.BUILD, job.id()).orElseThrow().attempt()).isOne();
    }

    /**
     * A job may be accepted while another one of its target is being queued, if that one was accepted when the live one
     * ended.
     */
    @Test
    void outcomeIsRecordedDuringAcceptanceOfJobsOfOtherTargets() throws InterruptedException {
        JobSubmission ended = start(1);
        HandRunner.Running running = awaitRunning(ended);
        String other = target + "-other";
        table.insert(waiting(other, 1), JobState.WAITING, null);
        CountDownLatch inserted = new CountDownLatch(1);
        CountDownLatch committed = new CountDownLatch(1);
        Thread accept = Thread.ofPlatform()
                .daemon()
                .start(() -> new TransactionTemplate(transactions).executeWithoutResult(_ -> {
                    table.insert(waiting(other, 2), JobState.QUEUED, null);
                    inserted.countDown();
                    awaitLatch(committed);
                }));
        awaitLatch(inserted);
        running.succeed("image");
        try {
            assertThat(awaitEnd(ended).state()).isEqualTo(JobState.SUCCEEDED);
        } finally {
            committed.countDown();
            accept.join();
        }
    }

    private static JobSubmission waiting(String target, int generation) {
        String id = "job-%d_%d".formatted(target.hashCode(), generation);
        return new JobSubmission(JobKind.BUILD, id, target, generation, "anonymous", "{}", LONG, LONG, Instant.now());
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Longer than a lease, so that without a renewal it would be over. */
    private void awaitRenewals(JobSubmission job) {
        OffsetDateTime first = await().atMost(TIMEOUT)
                .until(() -> leaseUntil(job), Optional::isPresent)
                .orElseThrow();
        await().atMost(TIMEOUT).until(() -> leaseUntil(job).orElseThrow().isAfter(first.plusSeconds(4)));
    }

    private Optional<OffsetDateTime> leaseUntil(JobSubmission job) {
        return jdbc.sql("SELECT lease_until FROM jobs.job WHERE id = ? AND lease_until IS NOT NULL")
                .param(job.id())
                .query(OffsetDateTime.class)
                .optional();
    }

    private HandRunner.Running awaitLaunch(JobSubmission job, int number) {
        return await().atMost(TIMEOUT)
                .until(
                        () -> runner.of(job),
                        running -> running.filter(launched -> launched.attempt().number() == number)
                                .isPresent())
                .orElseThrow();
    }
}
