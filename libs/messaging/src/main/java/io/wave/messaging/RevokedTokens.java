package io.wave.messaging;

import io.wave.job.RedisKeys;
import io.wave.token.ContainerToken;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * Tokens that were revoked, in Redis: {@link RedisKeys#REVOKED} stands in the place of the token's record, so that no
 * late writer can bring the record back, and the proxies are told.
 */
public final class RevokedTokens {

    private final StringRedisTemplate redis;
    private final Clock clock;

    RevokedTokens(StringRedisTemplate redis, Clock clock) {
        this.redis = redis;
        this.clock = clock;
    }

    /**
     * Marks a token as revoked for the rest of its life. May be repeated.
     *
     * @param until when the token's life would have ended
     * @throws org.springframework.dao.DataAccessException while Redis is away
     */
    public void write(ContainerToken token, Instant until) {
        Duration left = Duration.between(clock.instant(), until);
        if (left.isPositive()) {
            redis.opsForValue().set(RedisKeys.request(token), RedisKeys.REVOKED, left);
        }
        redis.convertAndSend(RedisKeys.REVOKED_CHANNEL, token.value());
    }
}
