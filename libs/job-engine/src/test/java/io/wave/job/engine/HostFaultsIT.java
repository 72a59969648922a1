package io.wave.job.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wave.job.JobKind;
import io.wave.job.JobState;
import io.wave.job.engine.outcome.Outcome;
import io.wave.job.engine.store.JobRow;
import io.wave.job.engine.store.JobSubmission;
import io.wave.store.LogPartNames;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What ran a job is lost although its worker is not, or has no room for it yet. */
class HostFaultsIT extends EngineTest {

    @Test
    void disruptedAttemptIsLaunchedAgainInTheSameLog() {
        JobSubmission job = start(1);
        HandRunner.Running first = awaitLaunch(job, 1);
        OffsetDateTime deadline = deadline(job);
        first.attempt().log().line("begun");
        first.outcome().complete(new Outcome.Disrupted("its node 'n1' does not answer"));
        HandRunner.Running second = awaitLaunch(job, 2);
        assertThat(deadline(job)).isAfter(deadline);
        second.succeed("image");
        assertThat(awaitEnd(job).state()).isEqualTo(JobState.SUCCEEDED);
        JobRow row = row(job);
        assertThat(row.fence()).as("claims").isOne();
        assertThat(row.lost()).isOne();
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(log(job))
                        .isEqualTo(
                                "begun\n[attempt 2: the previous attempt was lost: its node 'n1' does not answer]\n"));
    }

    @Test
    void jobThatIsDisruptedTooOftenFailsWithTheReason() {
        double before = ended("lost");
        JobSubmission job = start(1);
        awaitLaunch(job, 1).outcome().complete(new Outcome.Disrupted("its node 'n1' does not answer"));
        awaitLaunch(job, 2).outcome().complete(new Outcome.Disrupted("its node 'n2' does not answer"));
        assertThat(awaitEnd(job).failure())
                .isEqualTo("build failed: its node 'n2' does not answer; it was launched 2 times");
        await().atMost(TIMEOUT).until(() -> ended("lost") > before);
    }

    @Test
    void cancelledJobIsNotLaunchedAgain() {
        JobSubmission job = start(1);
        HandRunner.Running running = awaitLaunch(job, 1);
        store.cancel(JobKind.BUILD, job.id());
        await().atMost(TIMEOUT).until(running.cancelled()::get);
        running.outcome().complete(new Outcome.Disrupted("its node 'n1' does not answer"));
        assertThat(awaitEnd(job).failure()).isEqualTo("build was cancelled");
        assertThat(row(job).attempt()).isOne();
    }

    @Test
    void timeInAQueueIsNotRunTime() {
        JobSubmission job = start(1);
        HandRunner.Running running = awaitLaunch(job, 1);
        set(job, "run_deadline = now() + interval '30 seconds'");
        OffsetDateTime deadline = deadline(job);
        assertThat(running.attempt().queued()).isTrue();
        assertThat(deadline(job)).isAfter(deadline.plus(LONG.minus(Duration.ofMinutes(1))));
        running.attempt().dequeued();
        running.succeed("image");
        assertThat(awaitEnd(job).state()).isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void timeInAQueueEndsAtTheQueueDeadline() {
        JobSubmission job = start(1);
        HandRunner.Running running = awaitLaunch(job, 1);
        set(job, "queue_deadline = now()");
        assertThat(running.attempt().queued()).isFalse();
        running.succeed("image");
        awaitEnd(job);
    }

    private HandRunner.Running awaitLaunch(JobSubmission job, int number) {
        return await().atMost(TIMEOUT)
                .until(
                        () -> runner.of(job),
                        running -> running.filter(launched -> launched.attempt().number() == number
                                        && !launched.outcome().isDone())
                                .isPresent())
                .orElseThrow();
    }

    private JobRow row(JobSubmission job) {
        return table.find(JobKind.BUILD, job.id()).orElseThrow();
    }

    private OffsetDateTime deadline(JobSubmission job) {
        return jdbc.sql("SELECT run_deadline FROM jobs.job WHERE id = ?")
                .param(job.id())
                .query(OffsetDateTime.class)
                .single();
    }

    private void set(JobSubmission job, String assignment) {
        int _ = jdbc.sql("UPDATE jobs.job SET %s WHERE id = ?".formatted(assignment))
                .param(job.id())
                .update();
    }

    private String log(JobSubmission job) {
        return LogPartNames.newest(objects, job.id()).stream()
                .map(name -> {
                    try (InputStream part = objects.open(name).orElseThrow()) {
                        return new String(part.readAllBytes(), StandardCharsets.UTF_8);
                    } catch (IOException failure) {
                        throw new UncheckedIOException(failure);
                    }
                })
                .collect(Collectors.joining());
    }
}
