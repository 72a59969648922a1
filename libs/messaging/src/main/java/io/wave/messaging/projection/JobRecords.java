package io.wave.messaging.projection;

import io.wave.job.JobKind;
import io.wave.job.JobRecord;
import io.wave.redis.RedisKeys;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.core.io.ClassPathResource;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;
import tools.jackson.databind.json.JsonMapper;

/**
 * The newest job of each target in Redis: a projection of PostgreSQL that may be lost at any time and is then written again.
 *
 * <ol>
 *   <li>The higher (generation, sequence) wins; an older record is ignored.
 *   <li>A final state of a generation is never replaced within it.
 *   <li>Each change is published on {@link RedisKeys#JOB_CHANGES_CHANNEL} atomically.
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

    public JobRecords(StringRedisTemplate redis, JsonMapper json, Duration timeToLive) {
        this.redis = redis;
        this.json = json;
        this.timeToLive = timeToLive;
    }

    /**
     * Writes a record unless Redis has a newer one of its target. The time to live of the
     * record in Redis is renewed in either case.
     *
     * @return whether the record in Redis has changed
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
     * Sets the marker of {@link #isPresent}. To be safe against crashes, write all records of the kind first.
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
