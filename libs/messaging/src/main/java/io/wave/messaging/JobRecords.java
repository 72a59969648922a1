package io.wave.messaging;

import io.wave.job.JobKind;
import io.wave.job.JobRecord;
import io.wave.job.RedisKeys;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.core.io.ClassPathResource;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;
import tools.jackson.databind.json.JsonMapper;

/**
 * What readers see of the newest job of each target, in Redis: a projection of PostgreSQL that may be lost at any time
 * and is written again until it is right.
 *
 * <ol>
 *   <li>The higher (generation, sequence) wins; an older record changes nothing.
 *   <li>A final state of a generation is never left.
 *   <li>Each change is published on {@link RedisKeys#JOB_CHANGES_CHANNEL} in the same step.
 * </ol>
 *
 * <p>All methods throw {@link org.springframework.dao.DataAccessException} while Redis is away.
 */
public final class JobRecords {

    private static final RedisScript<Boolean> WRITE =
            RedisScript.of(new ClassPathResource("write-job-record.lua", JobRecords.class), Boolean.class);

    private final StringRedisTemplate redis;
    private final JsonMapper json;
    private final Duration timeToLive;

    JobRecords(StringRedisTemplate redis, JsonMapper json, Duration timeToLive) {
        this.redis = redis;
        this.json = json;
        this.timeToLive = timeToLive;
    }

    /**
     * Writes a record unless Redis has a newer one of its target. The record that is there already gets its full time to
     * live again.
     *
     * @return whether readers see something new
     */
    public boolean write(JobRecord job) {
        return redis.execute(
                WRITE,
                List.of(RedisKeys.job(job.kind(), job.target())),
                Long.toString(job.generation()),
                Long.toString(job.sequence()),
                job.isFinal() ? "1" : "0",
                json.writeValueAsString(job),
                Long.toString(timeToLive.toMillis()),
                RedisKeys.JOB_CHANGES_CHANNEL);
    }

    /** The newest record of a target; empty means unknown, never "no job". */
    public Optional<JobRecord> read(JobKind kind, String target) {
        String record = redis.<String, String>opsForHash().get(RedisKeys.job(kind, target), RedisKeys.JOB_RECORD_FIELD);
        return Optional.ofNullable(record).map(text -> json.readValue(text, JobRecord.class));
    }

    /** Whether Redis has kept all records of this kind since {@link #markPresent} was last called. */
    public boolean isPresent(JobKind kind) {
        return Boolean.TRUE.equals(redis.hasKey(RedisKeys.marker(kind)));
    }

    /**
     * Notes that the records of this kind have all been written. To survive a crash in between, write the records
     * after {@link #isPresent} was false, then call this.
     *
     * @return false if the marker was missing: Redis is new or was flushed
     */
    public boolean markPresent(JobKind kind) {
        return !Boolean.TRUE.equals(redis.opsForValue().setIfAbsent(RedisKeys.marker(kind), "1"));
    }

    /** How long a record stays after it was last written. */
    public Duration timeToLive() {
        return timeToLive;
    }
}
