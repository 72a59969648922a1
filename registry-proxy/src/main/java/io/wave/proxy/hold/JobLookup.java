package io.wave.proxy.hold;

import io.wave.job.JobKind;
import io.wave.job.JobRecord;
import io.wave.job.RedisKeys;
import io.wave.proxy.requestapi.RequestApi;
import io.wave.token.RequestRecord.BuildLink;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds out how a build stands. What Redis says of its target counts only if it is about this very build: a record that
 * is missing, older or newer tells nothing, and request-api is asked, which reads PostgreSQL.
 */
final class JobLookup {

    private static final Logger log = LoggerFactory.getLogger(JobLookup.class);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final ReactiveStringRedisTemplate redis;
    private final RequestApi requestApi;
    private final JsonMapper json;
    private final Duration grace;

    JobLookup(ReactiveStringRedisTemplate redis, RequestApi requestApi, JsonMapper json, Duration grace) {
        this.redis = redis;
        this.requestApi = requestApi;
        this.json = json;
        this.grace = grace;
    }

    /**
     * The record of this build.
     *
     * @return empty when no such build is known to PostgreSQL; an error when nobody could be asked
     */
    Mono<JobRecord> find(BuildLink build) {
        return projection(build)
                .filter(record -> isAbout(build, record) && !isOverdue(record))
                .switchIfEmpty(requestApi.job(JobKind.BUILD, build.id().toString()));
    }

    private Mono<JobRecord> projection(BuildLink build) {
        String key = RedisKeys.job(JobKind.BUILD, build.target().toString());
        return redis.<String, String>opsForHash()
                .get(key, RedisKeys.JOB_RECORD_FIELD)
                .timeout(PATIENCE)
                .map(this::parse)
                .onErrorResume(JobLookup::unknown);
    }

    JobRecord parse(String text) {
        return json.readValue(text, JobRecord.class);
    }

    private static boolean isAbout(BuildLink build, JobRecord record) {
        return record.id().equals(build.id().toString());
    }

    /** Past its deadline without an end: the word of it must have been lost. */
    private boolean isOverdue(JobRecord record) {
        return !record.isFinal() && Instant.now().isAfter(record.deadline().plus(grace));
    }

    private static Mono<JobRecord> unknown(Throwable cause) {
        log.atDebug().addKeyValue("cause", cause.toString()).log("Redis did not tell about a build");
        return Mono.empty();
    }
}
