package io.wave.messaging.projection;

import static io.wave.job.JobState.FAILED;
import static io.wave.job.JobState.PUSHING;
import static io.wave.job.JobState.QUEUED;
import static io.wave.job.JobState.RUNNING;
import static io.wave.job.JobState.SUBMITTED;
import static io.wave.job.JobState.SUCCEEDED;
import static io.wave.messaging.Jobs.job;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wave.job.JobKind;
import io.wave.job.JobRecord;
import io.wave.local.LocalServices;
import io.wave.messaging.LocalRedisTemplate;
import io.wave.redis.RedisKeys;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.core.StringRedisTemplate;
import tools.jackson.databind.json.JsonMapper;

class JobRecordsIT {

    private static final String TARGET = "registry.test/app:" + JobRecordsIT.class.getSimpleName();
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final LocalRedisTemplate local =
            LocalRedisTemplate.connect(LocalServices.redis().port(), LocalServices.newRedisDatabase());
    private final StringRedisTemplate redis = local.template();
    private final JobRecords jobs = new JobRecords(redis, JSON, Duration.ofHours(2));

    @AfterEach
    void close() {
        local.close();
    }

    @Test
    void writtenRecordIsRead() {
        JobRecord done = job(TARGET, 1, 4, SUCCEEDED);
        assertThat(jobs.read(JobKind.BUILD, TARGET)).isEmpty();
        assertThat(jobs.write(done)).isTrue();
        assertThat(jobs.read(JobKind.BUILD, TARGET)).contains(done);
    }

    @Test
    void olderRecordIsIgnored() {
        JobRecord running = job(TARGET, 2, 3, RUNNING);
        jobs.write(running);
        assertThat(jobs.write(job(TARGET, 2, 2, QUEUED))).isFalse();
        assertThat(jobs.write(job(TARGET, 1, 9, FAILED))).isFalse();
        assertThat(jobs.read(JobKind.BUILD, TARGET)).contains(running);
    }

    @Test
    void numbersAreComparedAsNumbers() {
        long exact = (1L << 53) - 1;
        jobs.write(job(TARGET, 9, 9, QUEUED));
        assertThat(jobs.write(job(TARGET, 9, 10, RUNNING))).isTrue();
        assertThat(jobs.write(job(TARGET, 10, 0, SUBMITTED))).isTrue();
        assertThat(jobs.write(job(TARGET, exact - 1, 0, SUBMITTED))).isTrue();
        assertThat(jobs.write(job(TARGET, exact, 0, SUBMITTED))).isTrue();
        assertThat(jobs.write(job(TARGET, exact - 1, 5, RUNNING))).isFalse();
    }

    @Test
    void finalStateIsReplacedByNextGenerationOnly() {
        JobRecord failed = job(TARGET, 1, 3, FAILED);
        jobs.write(failed);
        assertThat(jobs.write(job(TARGET, 1, 4, PUSHING))).isFalse();
        assertThat(jobs.read(JobKind.BUILD, TARGET)).contains(failed);
        assertThat(jobs.write(job(TARGET, 2, 0, SUBMITTED))).isTrue();
    }

    @Test
    void sameRecordExtendsExpiry() {
        JobRecord running = job(TARGET, 1, 2, RUNNING);
        jobs.write(running);
        String key = RedisKeys.job(JobKind.BUILD, TARGET);
        redis.expire(key, Duration.ofMinutes(1));
        assertThat(jobs.write(running)).isFalse();
        assertThat(redis.getExpire(key)).isGreaterThan(Duration.ofHours(1).toSeconds());
    }

    @Test
    void onlyChangesArePublished() {
        String target = TARGET + "-published";
        List<JobRecord> published = new CopyOnWriteArrayList<>();
        try (RedisConnection subscription = redis.getRequiredConnectionFactory().getConnection()) {
            subscription.subscribe(
                    (message, _) ->
                            published.add(JSON.readValue(new String(message.getBody(), UTF_8), JobRecord.class)),
                    RedisKeys.JOB_CHANGES_CHANNEL.getBytes(UTF_8));
            JobRecord submitted = job(target, 1, 0, SUBMITTED);
            JobRecord running = job(target, 1, 2, RUNNING);
            jobs.write(submitted);
            jobs.write(running);
            jobs.write(submitted);
            jobs.write(running);
            JobRecord last = job(target, 1, 3, SUCCEEDED);
            jobs.write(last);
            await().until(() -> published.contains(last));
            assertThat(published)
                    .filteredOn(job -> job.target().equals(target))
                    .containsExactly(submitted, running, last);
        }
    }

    @Test
    void flushIsDetected() {
        assertThat(jobs.markPresent(JobKind.BUILD)).isFalse();
        assertThat(jobs.markPresent(JobKind.BUILD)).isTrue();
        assertThat(jobs.isPresent(JobKind.BUILD)).isTrue();
        redis.execute((RedisConnection connection) -> {
            connection.serverCommands().flushDb();
            return true;
        });
        assertThat(jobs.isPresent(JobKind.BUILD)).isFalse();
        assertThat(jobs.markPresent(JobKind.BUILD)).isFalse();
    }
}
