package io.wave.api.build;

import static io.wave.job.JobState.FAILED;
import static io.wave.job.JobState.RUNNING;
import static io.wave.job.JobState.SUBMITTED;
import static io.wave.job.JobState.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wave.api.access.ImageSources;
import io.wave.build.BuildId;
import io.wave.image.Digest;
import io.wave.job.JobKind;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import io.wave.job.Topics;
import io.wave.local.IntegrationTest;
import io.wave.redis.RedisKeys;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.kafka.core.KafkaOperations;
import tools.jackson.databind.json.JsonMapper;

@IntegrationTest(properties = {"spring.config.name=request-api", "wave.kafka.partitions=2"})
class BuildEventsIT {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Digest DIGEST = Digest.parse("sha256:" + "a".repeat(64));
    private static final String KEY = "one key, so that events keep their order";
    private static final Instant NOW = Instant.parse("2100-01-02T03:04:05Z");

    private final BuildTable inserts;
    private final BuildRepository rows;
    private final KafkaOperations<String, String> kafka;
    private final StringRedisTemplate redis;

    @Autowired
    BuildEventsIT(
            BuildTable inserts,
            BuildRepository rows,
            KafkaOperations<String, String> kafka,
            StringRedisTemplate redis) {
        this.inserts = inserts;
        this.rows = rows;
        this.kafka = kafka;
        this.redis = redis;
    }

    @Test
    void eventsUpdateBuildUntilItsEnd() {
        JobRecord submitted = submitted();
        publish(after(submitted, 2, RUNNING));
        awaitRow(after(submitted, 2, RUNNING));
        JobRecord done = after(submitted, 4, SUCCEEDED);
        publish(done);
        awaitRow(done);
    }

    @Test
    void outdatedAndRepeatedEventsAreIgnored() {
        JobRecord submitted = submitted();
        JobRecord done = after(submitted, 4, SUCCEEDED);
        publish(done);
        publish(after(submitted, 2, RUNNING));
        publish(done);
        publish(after(submitted, 5, FAILED));
        awaitAllRead();
        assertThat(row(submitted)).isEqualTo(done);
    }

    @Test
    void eventOfUnknownBuildIsIgnored() {
        publish(after(record(SampleBuilds.randomId()), 2, RUNNING));
        awaitAllRead();
    }

    @Test
    void eventRestoresRecordInRedis() {
        JobRecord submitted = submitted();
        JobRecord running = after(submitted, 2, RUNNING);
        publish(running);
        awaitRow(running);
        String key = RedisKeys.job(JobKind.BUILD, submitted.target());
        await().until(() -> redis.hasKey(key));
        redis.delete(key);
        publish(running);
        await().until(() -> redis.hasKey(key));
    }

    /** An event of another build, ordered after all others. */
    private void awaitAllRead() {
        JobRecord last = after(submitted(), 2, RUNNING);
        publish(last);
        awaitRow(last);
    }

    private JobRecord submitted() {
        JobRecord job = record(SampleBuilds.randomId());
        assertThat(inserts.insert(job, SampleBuilds.spec(job), ImageSources.NONE, null))
                .isTrue();
        return job;
    }

    private void publish(JobRecord job) {
        assertThat(kafka.send(Topics.BUILD_EVENTS, KEY, JSON.writeValueAsString(job)))
                .succeedsWithin(Duration.ofSeconds(10));
    }

    private void awaitRow(JobRecord expected) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(row(expected)).isEqualTo(expected));
    }

    private @Nullable JobRecord row(JobRecord job) {
        return rows.findById(job.id()).map(BuildEntity::job).orElse(null);
    }

    private static JobRecord record(BuildId id) {
        String target = "registry.test/builds:" + id.containerId();
        return new JobRecord(
                JobKind.BUILD,
                id.toString(),
                target,
                id.number(),
                0,
                SUBMITTED,
                null,
                null,
                null,
                NOW,
                null,
                null,
                NOW.plusSeconds(60),
                null,
                null);
    }

    private static JobRecord after(JobRecord job, long sequence, JobState state) {
        return new JobRecord(
                job.kind(),
                job.id(),
                job.target(),
                job.generation(),
                sequence,
                state,
                state == SUCCEEDED ? DIGEST : null,
                state == FAILED ? "exit code 1" : null,
                null,
                job.submittedAt(),
                NOW.plusSeconds(1),
                state.isFinal() ? NOW.plusSeconds(9) : null,
                job.deadline(),
                null,
                null);
    }
}
