package io.wave.api.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wave.api.access.ImageSources;
import io.wave.api.job.JobLifecycle;
import io.wave.build.BuildId;
import io.wave.job.JobKind;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import io.wave.job.Topics;
import io.wave.local.IntegrationTest;
import io.wave.messaging.projection.JobRecords;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.kafka.core.KafkaOperations;
import tools.jackson.databind.json.JsonMapper;

/** Without a worker, builds fail at their queue deadline; late reports of workers are ignored. */
@IntegrationTest(
        properties = {
            "spring.config.name=request-api",
            "wave.kafka.partitions=2",
            "wave.build.command-timeout=1s",
            "spring.kafka.consumer.group-id=unaccepted"
        })
class OverdueBuildIT {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final Duration LONG_AGO = Duration.ofMinutes(10);
    private static final String WORDS =
            "build was not started in time: all workers were busy, unavailable or short of disk space";

    private final BuildTable inserts;
    private final BuildRepository rows;
    private final JobLifecycle<BuildEntity> unaccepted;
    private final JobRecords records;
    private final KafkaOperations<String, String> kafka;

    @Autowired
    OverdueBuildIT(
            BuildTable inserts,
            BuildRepository rows,
            JobLifecycle<BuildEntity> unaccepted,
            JobRecords records,
            KafkaOperations<String, String> kafka) {
        this.inserts = inserts;
        this.rows = rows;
        this.unaccepted = unaccepted;
        this.records = records;
        this.kafka = kafka;
    }

    @Test
    void buildFailsIfNoWorkerAcceptsIt() {
        JobRecord submitted = submitted(LONG_AGO);
        JobRecord end = awaitState(submitted, JobState.FAILED);
        assertThat(end.failure()).isEqualTo(WORDS);
        assertThat(end.finishedAt()).isNotNull();
        awaitRecordAndCancel(end);
    }

    @Test
    void lateWorkerCannotReviveBuild() {
        JobRecord submitted = submitted(LONG_AGO);
        JobRecord end = awaitState(submitted, JobState.FAILED);
        JobRecord other = submitted(Duration.ZERO);
        publish(submitted.target(), after(submitted, 1, JobState.QUEUED));
        publish(submitted.target(), after(submitted, 2, JobState.RUNNING));
        publish(submitted.target(), after(submitted, 4, JobState.SUCCEEDED));
        publish(submitted.target(), after(other, 1, JobState.QUEUED));
        awaitState(other, JobState.QUEUED);
        assertThat(row(submitted)).isEqualTo(end);
        assertThat(records.read(JobKind.BUILD, submitted.target())).contains(end);
    }

    @Test
    void acceptedBuildContinuesDespiteLateEvent() {
        JobRecord submitted = record(LONG_AGO);
        records.write(after(submitted, 1, JobState.QUEUED));
        assertThat(inserts.insert(submitted, SampleBuilds.spec(submitted), ImageSources.NONE, null))
                .isTrue();
        awaitState(submitted, JobState.QUEUED);
    }

    @Test
    void buildBeforeDeadlineIsKept() {
        JobRecord submitted = submitted(Duration.ofSeconds(20));
        assertThat(unaccepted.overdue()).noneMatch(build -> build.id().equals(submitted.id()));
    }

    @Test
    void buildEndsOnceAcrossReplicas() throws Exception {
        JobRecord submitted = submitted(Duration.ZERO);
        Callable<Boolean> end = () -> unaccepted.end(submitted.id());
        try (ExecutorService replicas = Executors.newVirtualThreadPerTaskExecutor()) {
            int ended = 0;
            for (Future<Boolean> answer : replicas.invokeAll(List.of(end, end, end, end))) {
                ended += answer.get() ? 1 : 0;
            }
            assertThat(ended).isEqualTo(1);
        }
    }

    @Test
    void acceptedBuildFailsIfAllWorkersAreLost() {
        JobRecord submitted = accepted(Duration.ofMinutes(40));
        JobRecord end = awaitState(submitted, JobState.FAILED);
        assertThat(end.failure()).isEqualTo("build failed: no worker reported its completion before the deadline");
        awaitRecordAndCancel(end);
        publish(submitted.target(), after(submitted, 7, JobState.SUCCEEDED));
        JobRecord other = accepted(Duration.ZERO);
        awaitState(other, JobState.RUNNING);
        assertThat(row(submitted)).isEqualTo(end);
    }

    @Test
    void acceptedBuildIsKeptShortlyAfterDeadline() {
        JobRecord late = accepted(Duration.ofMinutes(25));
        awaitState(late, JobState.RUNNING);
        assertThat(unaccepted.abandoned()).noneMatch(build -> build.id().equals(late.id()));
        assertThat(unaccepted.failAbandoned(late.id())).isFalse();
    }

    @Test
    void endInRedisIsUsedBeforeItsEvent() {
        JobRecord job = record(Duration.ofMinutes(40));
        records.write(after(job, 3, JobState.SUCCEEDED));
        assertThat(inserts.insert(job, SampleBuilds.spec(job), ImageSources.NONE, null))
                .isTrue();
        publish(job.target(), after(job, 2, JobState.RUNNING));
        awaitState(job, JobState.SUCCEEDED);
    }

    /** A worker has accepted and started the build. */
    private JobRecord accepted(Duration ago) {
        JobRecord job = record(ago);
        records.write(after(job, 2, JobState.RUNNING));
        assertThat(inserts.insert(job, SampleBuilds.spec(job), ImageSources.NONE, null))
                .isTrue();
        publish(job.target(), after(job, 2, JobState.RUNNING));
        return job;
    }

    private JobRecord submitted(Duration ago) {
        JobRecord job = record(ago);
        assertThat(inserts.insert(job, SampleBuilds.spec(job), ImageSources.NONE, null))
                .isTrue();
        return job;
    }

    private void publish(String key, JobRecord job) {
        assertThat(kafka.send(Topics.BUILD_EVENTS, key, JSON.writeValueAsString(job)))
                .succeedsWithin(Duration.ofSeconds(10));
    }

    private JobRecord awaitState(JobRecord job, JobState state) {
        return await().atMost(TIMEOUT)
                .until(
                        () -> rows.findById(job.id()).map(BuildEntity::job),
                        row -> row.map(JobRecord::state).filter(state::equals).isPresent())
                .orElseThrow();
    }

    /** The record in Redis has this end, and the workers have been told to cancel the build. */
    private void awaitRecordAndCancel(JobRecord end) {
        await().atMost(TIMEOUT)
                .untilAsserted(() ->
                        assertThat(records.read(JobKind.BUILD, end.target())).contains(end));
        await().atMost(TIMEOUT)
                .untilAsserted(
                        () -> assertThat(SentCommands.cancelled(end.id())).hasSize(1));
    }

    private @Nullable JobRecord row(JobRecord job) {
        Optional<JobRecord> row = rows.findById(job.id()).map(BuildEntity::job);
        return row.orElse(null);
    }

    private static JobRecord record(Duration ago) {
        BuildId id = SampleBuilds.randomId();
        Instant at = Instant.now().minus(ago).truncatedTo(ChronoUnit.SECONDS);
        return job(id.toString(), "registry.test/builds:" + id.containerId(), 0, JobState.SUBMITTED, at);
    }

    private static JobRecord after(JobRecord job, long sequence, JobState state) {
        return job(job.id(), job.target(), sequence, state, job.submittedAt());
    }

    private static JobRecord job(String id, String target, long sequence, JobState state, Instant at) {
        return new JobRecord(
                JobKind.BUILD,
                id,
                target,
                1,
                sequence,
                state,
                null,
                null,
                null,
                at,
                null,
                null,
                at.plus(Duration.ofMinutes(20)),
                null,
                null);
    }
}
