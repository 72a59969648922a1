package io.wave.job.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wave.image.Digest;
import io.wave.job.JobKind;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import io.wave.job.engine.outcome.Outcome;
import io.wave.job.engine.store.JobRow;
import io.wave.job.engine.store.JobSubmission;
import io.wave.store.ObjectStoreException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A graceful stop, a cancel and a deadline at each step of a job: each has its own outcome. */
class JobStopsIT extends EngineTest {

    private static final Outcome SUCCESS = new Outcome.Succeeded(Digest.of(new byte[] {1}));
    private static final Outcome FAILURE = new Outcome.Failed("build failed: exit code 1", 1);

    @Autowired
    private PlatformTransactionManager transactions;

    private final CountDownLatch blocked = new CountDownLatch(1);

    /** Why a job is stopped. */
    enum Request {
        STOP,
        CANCEL,
        DEADLINE
    }

    /** Steps at which a job is stopped. */
    enum Step {
        PREPARING,
        RUNNING,
        PUSHING
    }

    @AfterEach
    void unblock() {
        blocked.countDown();
        runner.onAttach(() -> {});
        objects.beforePut(() -> {});
        scheduler().stop();
        scheduler().start();
    }

    static Stream<Arguments> stopsOfWork() {
        return Arrays.stream(Step.values())
                .flatMap(step -> Arrays.stream(Request.values()).map(request -> Arguments.of(step, request)));
    }

    @ParameterizedTest
    @MethodSource("stopsOfWork")
    void stopsWork(Step step, Request request) {
        if (step == Step.PREPARING) {
            runner.onAttach(this::awaitUnblocked);
        }
        JobSubmission job = start(1);
        reach(step, job);
        request(request, job);
        blocked.countDown();
        runner.onAttach(() -> {});
        if (step != Step.PREPARING) {
            HandRunner.Running running = awaitRunning(job);
            await().atMost(TIMEOUT).untilTrue(running.cancelled());
            running.gone();
        }
        switch (request) {
            case STOP -> assertReleased(job, step == Step.PREPARING ? 1 : 2);
            case CANCEL -> assertThat(awaitEnd(job).failure()).isEqualTo("build was cancelled");
            case DEADLINE -> assertThat(awaitEnd(job).failure()).startsWith("build timed out after 5 min");
        }
        if (step == Step.PREPARING && request != Request.STOP) {
            assertThat(runner.of(job)).isEmpty();
        }
    }

    private void reach(Step step, JobSubmission job) {
        switch (step) {
            case PREPARING -> awaitJob(job, row -> row.job().state() == JobState.RUNNING);
            case RUNNING -> awaitRunning(job);
            case PUSHING -> {
                awaitRunning(job).attempt().beginPush();
                awaitJob(job, row -> row.job().state() == JobState.PUSHING);
            }
        }
    }

    /** It was released by the stop, is launched again and not counted as lost. */
    private void assertReleased(JobSubmission job, int nextAttempt) {
        scheduler().stop();
        JobRow released = row(job);
        assertThat(released.job().isFinal()).isFalse();
        assertThat(released.launched()).isFalse();
        scheduler().start();
        awaitJob(job, row -> row.attempt() == nextAttempt);
        await().atMost(TIMEOUT)
                .until(() -> runner.of(job)
                        .filter(running -> running.attempt().number() == nextAttempt)
                        .isPresent());
        awaitRunning(job).outcome().complete(SUCCESS);
        assertThat(awaitEnd(job).state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(row(job).lost()).isZero();
    }

    static Stream<Arguments> stopsAfterTheWork() {
        return Arrays.stream(Request.values())
                .flatMap(request -> Stream.of(SUCCESS, FAILURE).map(outcome -> Arguments.of(request, outcome)));
    }

    @ParameterizedTest
    @MethodSource("stopsAfterTheWork")
    void outcomeIsRecordedIfTheJobIsStoppedWhileItsLogIsStored(Request request, Outcome outcome) {
        JobSubmission job = start(1);
        HandRunner.Running running = awaitRunning(job);
        CountDownLatch storing = new CountDownLatch(1);
        objects.beforePut(() -> {
            if (!isOutcomeRecorded()) {
                throw new ObjectStoreException("unavailable until the outcome is recorded", new IOException());
            }
            storing.countDown();
            awaitUnblocked();
        });
        running.attempt().log().line("the last line");
        running.outcome().complete(outcome);
        await().atMost(TIMEOUT).until(() -> storing.getCount() == 0);
        request(request, job);
        blocked.countDown();
        assertRecorded(job, outcome);
    }

    @ParameterizedTest
    @MethodSource("stopsAfterTheWork")
    void outcomeIsRecordedIfTheJobIsStoppedDuringItsRecording(Request request, Outcome outcome) {
        JobSubmission job = start(1);
        HandRunner.Running running = awaitRunning(job);
        CountDownLatch locked = new CountDownLatch(1);
        Thread lock = Thread.ofVirtual()
                .start(() -> new TransactionTemplate(transactions).executeWithoutResult(_ -> {
                    jdbc.sql("LOCK TABLE jobs.outbox IN SHARE MODE").update();
                    locked.countDown();
                    awaitUnblocked();
                }));
        await().atMost(TIMEOUT).until(() -> locked.getCount() == 0);
        running.outcome().complete(outcome);
        await().atMost(TIMEOUT).until(this::isRecordingBlocked);
        Thread requested = Thread.ofPlatform().daemon().start(() -> ask(request, job));
        await().atMost(TIMEOUT).until(() -> request == Request.STOP ? !requested.isAlive() : isRequestBlocked());
        blocked.countDown();
        assertRecorded(job, outcome);
        await().atMost(TIMEOUT).until(() -> !lock.isAlive() && !requested.isAlive());
    }

    private void assertRecorded(JobSubmission job, Outcome outcome) {
        JobRecord end = awaitEnd(job);
        if (outcome.equals(SUCCESS)) {
            assertThat(end.state()).isEqualTo(JobState.SUCCEEDED);
        } else {
            assertThat(end.failure()).isEqualTo("build failed: exit code 1");
        }
        assertThat(row(job).attempt()).isOne();
    }

    /** Whether the caller stores the log for the last time, rather than while the job runs. */
    private static boolean isOutcomeRecorded() {
        return StackWalker.getInstance()
                .walk(frames -> frames.anyMatch(frame -> frame.getClassName().endsWith(".OutcomeRecorder")));
    }

    private boolean isRecordingBlocked() {
        return jdbc.sql("SELECT count(*) FROM pg_locks WHERE relation = 'jobs.outbox'::regclass AND NOT granted")
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** The request waits for the transaction that records the outcome. */
    private boolean isRequestBlocked() {
        return jdbc.sql("SELECT count(*) FROM pg_locks WHERE locktype IN ('transactionid', 'tuple') AND NOT granted")
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** Asks for the stop and waits until the job is known to be stopped. */
    private void request(Request request, JobSubmission job) {
        ask(request, job);
        if (request == Request.DEADLINE) {
            awaitJob(job, row -> row.job().state() == JobState.TIMING_OUT);
        }
    }

    private void ask(Request request, JobSubmission job) {
        switch (request) {
            case STOP -> scheduler().beginStop();
            case CANCEL -> jobs.cancel(JobKind.BUILD, job.id());
            case DEADLINE ->
                jdbc.sql("UPDATE jobs.job SET run_deadline = now() WHERE id = ?")
                        .param(job.id())
                        .update();
        }
    }

    private void awaitJob(JobSubmission job, Predicate<JobRow> condition) {
        await().atMost(TIMEOUT)
                .until(
                        () -> table.find(JobKind.BUILD, job.id()),
                        found -> found.filter(condition).isPresent());
    }

    private JobRow row(JobSubmission job) {
        Optional<JobRow> row = table.find(JobKind.BUILD, job.id());
        return row.orElseThrow();
    }

    private void awaitUnblocked() {
        try {
            blocked.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
