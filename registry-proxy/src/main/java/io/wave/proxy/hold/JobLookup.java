package io.wave.proxy.hold;

import io.wave.job.JobRecord;
import io.wave.proxy.requestapi.RequestApiClient;
import io.wave.redis.RedisKeys;
import io.wave.token.RequestRecord.JobLink;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds the record of a job. The record that Redis has of the job's target is used only if it belongs to this
 * job: if it is missing, older or newer, request-api is asked, which reads PostgreSQL.
 */
final class JobLookup {

    private static final Logger log = LoggerFactory.getLogger(JobLookup.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final ReactiveStringRedisTemplate redis;
    private final RequestApiClient requestApi;
    private final JsonMapper json;
    private final Duration grace;

    JobLookup(ReactiveStringRedisTemplate redis, RequestApiClient requestApi, JsonMapper json, Duration grace) {
        this.redis = redis;
        this.requestApi = requestApi;
        this.json = json;
        this.grace = grace;
    }

    /**
     * The record of this job.
     *
     * @return empty if PostgreSQL has no such job; an error if the lookup failed
     */
    Mono<JobRecord> find(JobLink job) {
        return projection(job)
                .filter(record -> belongsTo(job, record) && !isOverdue(record))
                .switchIfEmpty(requestApi.findJob(job.id().kind(), job.id().toString()));
    }

    private Mono<JobRecord> projection(JobLink job) {
        String key = RedisKeys.job(job.id().kind(), job.target().toString());
        return redis.<String, String>opsForHash()
                .get(key, RedisKeys.JOB_RECORD_FIELD)
                .timeout(TIMEOUT)
                .map(this::parse)
                .onErrorResume(JobLookup::notFound);
    }

    JobRecord parse(String text) {
        return json.readValue(text, JobRecord.class);
    }

    private static boolean belongsTo(JobLink job, JobRecord record) {
        return record.id().equals(job.id().toString());
    }

    /** Past its deadline without a final state: the notification must have been lost. */
    private boolean isOverdue(JobRecord record) {
        return !record.isFinal() && Instant.now().isAfter(record.deadline().plus(grace));
    }

    private static Mono<JobRecord> notFound(Throwable cause) {
        log.atDebug().addKeyValue("cause", cause.toString()).log("Redis is unavailable for a job lookup");
        return Mono.empty();
    }
}
