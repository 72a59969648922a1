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
import io.wave.job.RedisKeys;
import io.wave.job.engine.log.JobLogs;
import io.wave.job.engine.log.MemoryObjectStore;
import io.wave.local.IntegrationTest;
import io.wave.messaging.JobRecords;
import io.wave.messaging.MessagingConfiguration;
import io.wave.store.FreeSpace;
import io.wave.store.ObjectStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.unit.DataSize;

/** The engine on real servers, with a runner that does what the test says. */
@IntegrationTest(
        classes = JobEngineIT.Worker.class,
        properties = {
            "wave.outbox.schema=jobs",
            "wave.jobs.lease=60s",
            "wave.jobs.slots=100",
            "wave.jobs.attempts=2",
            "wave.jobs.poll-interval=100ms"
        })
class JobEngineIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final AtomicInteger COUNT = new AtomicInteger();

    @Autowired
    private Jobs jobs;

    @Autowired
    private HandRunner runner;

    @Autowired
    private JobRecords records;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private StringRedisTemplate redis;

    @Autowired
    private JobStore store;

    @Autowired
    private JobTable table;

    @Autowired
    private JobsProperties properties;

    @Autowired
    private JobLogs logs;

    @Autowired
    private JobScheduler scheduler;

    @Autowired
    private Room room;

    @Autowired
    private RecordKeeper keeper;

    private final String target = "registry.test/image:" + COUNT.incrementAndGet();

    @Test
    void aJobRunsPushesAndSucceeds() {
        JobSubmission job = start(1);
        HandRunner.Running running = awaitRunning(job);
        assertThat(running.attempt().spec()).isEqualTo(job.spec());
        running.attempt().pushing();
        awaitState(JobState.PUSHING);
        running.succeed("image");
        JobRecord end = awaitState(JobState.SUCCEEDED);
        assertThat(end.digest()).isEqualTo(Digest.of("image".getBytes(UTF_8)));
        // QUEUED, RUNNING, PUSHING, SUCCEEDED
        assertThat(end.sequence()).isEqualTo(4);
    }

    @Test
    void startingAKnownJobTellsItsStateAgain() {
        JobSubmission job = start(1);
        awaitRunning(job).succeed("image");
        JobRecord end = awaitState(JobState.SUCCEEDED);
        redis.delete(RedisKeys.job(JobKind.BUILD, target));
        jobs.start(job);
        assertThat(awaitState(JobState.SUCCEEDED)).isEqualTo(end);
    }

    @Test
    void theNextJobOfATargetWaitsForTheOneThatIsLive() {
        JobSubmission first = start(1);
        HandRunner.Running running = awaitRunning(first);
        JobSubmission second = start(2);
        awaitState(JobState.WAITING);
        assertThat(runner.of(second)).isEmpty();
        running.succeed("image");
        awaitRunning(second);
    }

    @Test
    void aJobPastItsDeadlineIsLiveUntilItIsGone() {
        JobSubmission job = start(1, LONG, Duration.ofMillis(300));
        HandRunner.Running running = awaitRunning(job);
        awaitState(JobState.TIMING_OUT);
        await().atMost(PATIENCE).untilTrue(running.cancelled());
        start(2);
        awaitState(JobState.WAITING);
        running.gone();
        assertThat(awaitEnd(job).failure()).startsWith("build timed out");
    }

    @Test
    void aJobThatIsNotStartedInTimeFails() {
        JobSubmission first = start(1);
        awaitRunning(first);
        JobSubmission second = start(2, Duration.ofMillis(300), LONG);
        assertThat(awaitEnd(second).failure()).startsWith("build was not started in time");
        assertThat(runner.of(second)).isEmpty();
    }

    @Test
    void aWaitingJobIsCancelledAtOnceARunningOneWhenItIsGone() {
        JobSubmission first = start(1);
        HandRunner.Running running = awaitRunning(first);
        JobSubmission second = start(2);
        jobs.cancel(JobKind.BUILD, second.id());
        assertThat(awaitEnd(second).failure()).isEqualTo("build was cancelled");
        jobs.cancel(JobKind.BUILD, first.id());
        await().atMost(PATIENCE).untilTrue(running.cancelled());
        assertThat(state(first)).isEqualTo("CANCELLING");
        running.gone();
        assertThat(awaitEnd(first).failure()).isEqualTo("build was cancelled");
    }

    @Test
    void aSuccessThatTheWordToStopCouldNotPreventCounts() {
        JobSubmission job = start(1);
        HandRunner.Running running = awaitRunning(job);
        jobs.cancel(JobKind.BUILD, job.id());
        await().atMost(PATIENCE).untilTrue(running.cancelled());
        running.succeed("image");
        assertThat(awaitEnd(job).state()).isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void whatALostAttemptSaysIsRefused() {
        JobSubmission job = start(1);
        HandRunner.Running lost = awaitRunning(job);
        loseLease(job);
        HandRunner.Running second = await().atMost(PATIENCE)
                .until(
                        () -> runner.of(job).orElse(lost),
                        running -> running.attempt().number() == 2);
        assertThatThrownBy(() -> lost.attempt().pushing()).isInstanceOf(LeaseLostException.class);
        lost.succeed("lost");
        second.succeed("second");
        assertThat(awaitEnd(job).digest()).isEqualTo(Digest.of("second".getBytes(UTF_8)));
    }

    @Test
    void aJobThatIsLostTooOftenFails() {
        JobSubmission job = start(1);
        HandRunner.Running first = awaitRunning(job);
        loseLease(job);
        await().atMost(PATIENCE)
                .until(
                        () -> runner.of(job).orElse(first),
                        running -> running.attempt().number() == 2);
        loseLeaseOfAttempt(job, 2);
        assertThat(awaitEnd(job).failure()).isEqualTo("build failed: its worker was lost 2 times");
    }

    @Test
    void aJobThatIsHandedBackAgainAndAgainIsNotLost() {
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
        Thread stop = Thread.ofVirtual().start(scheduler::stop);
        await().atMost(PATIENCE).untilTrue(running.cancelled());
        running.gone();
        await().atMost(PATIENCE).until(() -> !stop.isAlive());
        scheduler.start();
    }

    private HandRunner.Running awaitAttempt(JobSubmission job, int attempt) {
        return await().atMost(PATIENCE)
                .until(
                        () -> runner.of(job).orElseThrow(),
                        running -> running.attempt().number() == attempt);
    }

    @Test
    void noJobIsBegunWithoutRoomUntilThereIsSome() {
        scheduler.stop();
        HandRunner other = new HandRunner();
        AtomicLong free = new AtomicLong();
        Room narrow =
                new Room(new FreeSpace("/jobs", free::get, DataSize.ofMegabytes(1)), other, new SimpleMeterRegistry());
        JobScheduler second = replica(other, narrow);
        second.start();
        try {
            JobSubmission job = start(1);
            await().atMost(PATIENCE).untilTrue(other.madeRoom);
            other.madeRoom.set(false);
            await().atMost(PATIENCE).untilTrue(other.madeRoom);
            assertThat(state(job)).isEqualTo("QUEUED");
            assertThat(narrow.shortage()).isPresent();
            free.set(Long.MAX_VALUE);
            await().atMost(PATIENCE).until(() -> other.of(job).isPresent());
            other.of(job).orElseThrow().succeed("image");
            assertThat(awaitEnd(job).state()).isEqualTo(JobState.SUCCEEDED);
        } finally {
            second.stop();
            scheduler.start();
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
                await().atMost(PATIENCE)
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
    void aReplicaThatStopsHandsItsJobsBack() {
        JobSubmission job = start(1);
        HandRunner.Running running = awaitRunning(job);
        Thread stop = Thread.ofVirtual().start(scheduler::stop);
        await().atMost(PATIENCE).untilTrue(running.cancelled());
        running.gone();
        await().atMost(PATIENCE).until(() -> !stop.isAlive());
        assertThat(state(job)).isEqualTo("RUNNING");
        scheduler.start();
        HandRunner.Running again = await().atMost(PATIENCE)
                .until(
                        () -> runner.of(job).orElse(running),
                        next -> next.attempt().number() == 2);
        again.succeed("again");
        assertThat(awaitEnd(job).state()).isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void aRejectedJobIsFailedOnceAndForAll() {
        JobSubmission job = job(1, LONG, LONG);
        jobs.reject(job, "cannot be read");
        jobs.start(job);
        JobRecord end = awaitEnd(job);
        assertThat(end.failure()).isEqualTo("cannot be read");
        assertThat(end.sequence()).isEqualTo(1);
    }

    @Test
    void jobsThatEndedLongAgoAreForgotten() {
        JobSubmission job = start(1);
        awaitRunning(job).succeed("image");
        awaitEnd(job);
        keeper.forget();
        assertThat(table.find(JobKind.BUILD, job.id())).isPresent();
        jdbc.sql("UPDATE jobs.job SET finished_at = now() - interval '31 days' WHERE id = ?")
                .param(job.id())
                .update();
        keeper.forget();
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
    void recordsAreWrittenAgainWhenRedisWasFlushed() {
        JobSubmission job = start(1);
        awaitRunning(job);
        awaitState(JobState.RUNNING);
        redis.getRequiredConnectionFactory().getConnection().serverCommands().flushDb();
        awaitState(JobState.RUNNING);
    }

    private JobScheduler replica(Runner other) {
        return replica(other, room);
    }

    private JobScheduler replica(Runner other, Room itsRoom) {
        JobMetrics metrics = new JobMetrics(JobKind.BUILD, table, new SimpleMeterRegistry());
        return new JobScheduler(JobKind.BUILD, properties, store, table, records, logs, other, itsRoom, metrics);
    }

    private JobSubmission start(int generation) {
        return start(generation, LONG, LONG);
    }

    private JobSubmission start(int generation, Duration queueTimeout, Duration runTimeout) {
        JobSubmission job = job(generation, queueTimeout, runTimeout);
        jobs.start(job);
        return job;
    }

    private JobSubmission job(int generation, Duration queueTimeout, Duration runTimeout) {
        String id = "job-" + target.substring(target.lastIndexOf(':') + 1) + "_" + generation;
        return new JobSubmission(
                JobKind.BUILD, id, target, generation, "{\"n\":1}", queueTimeout, runTimeout, Instant.now());
    }

    private HandRunner.Running awaitRunning(JobSubmission job) {
        return await().atMost(PATIENCE)
                .until(() -> runner.of(job), java.util.Optional::isPresent)
                .orElseThrow();
    }

    private JobRecord awaitState(JobState state) {
        return await().atMost(PATIENCE)
                .until(
                        () -> records.read(JobKind.BUILD, target),
                        record -> record.filter(job -> job.state() == state).isPresent())
                .orElseThrow();
    }

    private JobRecord awaitEnd(JobSubmission job) {
        return await().atMost(PATIENCE)
                .until(() -> table.find(JobKind.BUILD, job.id()).orElseThrow().job(), JobRecord::isFinal);
    }

    private String state(JobSubmission job) {
        return table.find(JobKind.BUILD, job.id()).orElseThrow().job().state().name();
    }

    private void loseLease(JobSubmission job) {
        loseLeaseOfAttempt(job, 1);
    }

    private void loseLeaseOfAttempt(JobSubmission job, int attempt) {
        int lost = jdbc.sql("UPDATE jobs.job SET lease_until = now() WHERE id = ? AND attempt = ?")
                .params(job.id(), attempt)
                .update();
        assertThat(lost).isOne();
    }

    @EnableAutoConfiguration
    @Import({JobEngineConfiguration.class, MessagingConfiguration.class})
    static class Worker {

        @Bean
        JobKind kind() {
            return JobKind.BUILD;
        }

        @Bean
        HandRunner runner() {
            return new HandRunner();
        }

        @Bean
        ObjectStore store() {
            return new MemoryObjectStore();
        }

        @Bean
        SimpleMeterRegistry meters() {
            return new SimpleMeterRegistry();
        }
    }
}
