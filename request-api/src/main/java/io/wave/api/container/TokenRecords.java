package io.wave.api.container;

import io.wave.api.stored.StoredJson;
import io.wave.job.RedisKeys;
import io.wave.token.ContainerToken;
import io.wave.token.RequestRecord;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.stereotype.Component;

/** What the proxy reads about tokens, in Redis: may be lost, never needed for an answer. */
@Component
class TokenRecords {

    private static final Logger LOG = LoggerFactory.getLogger(TokenRecords.class);

    private final StringRedisTemplate redis;
    private final Clock clock;

    TokenRecords(StringRedisTemplate redis, Clock clock) {
        this.redis = redis;
        this.clock = clock;
    }

    /** Writes the record for what remains of the token's life. */
    void write(RequestRecord request) {
        Duration left = Duration.between(clock.instant(), request.expiresAt());
        if (!left.isPositive()) {
            return;
        }
        try {
            redis.opsForValue().set(RedisKeys.request(request.token()), StoredJson.write(request), left);
        } catch (DataAccessException away) {
            LOG.atWarn().addKeyValue("reason", away.getMessage()).log("Cannot write a token's record");
        }
    }

    /** Removes the record of a revoked token and tells the proxies; what does not hear it looks again by itself. */
    void remove(ContainerToken token) {
        try {
            redis.delete(RedisKeys.request(token));
            redis.convertAndSend(RedisKeys.REVOKED_CHANNEL, token.value());
        } catch (DataAccessException away) {
            LOG.atWarn().addKeyValue("reason", away.getMessage()).log("Cannot remove a token's record");
        }
    }
}
