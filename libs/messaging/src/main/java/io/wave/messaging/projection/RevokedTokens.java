package io.wave.messaging.projection;

import io.wave.redis.RedisKeys;
import io.wave.token.ContainerToken;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * Revoked tokens in Redis: {@link RedisKeys#REVOKED} replaces the token's record, so that no late writer can restore it,
 * and the proxies are notified.
 */
public final class RevokedTokens {

    private final StringRedisTemplate redis;
    private final Clock clock;

    public RevokedTokens(StringRedisTemplate redis, Clock clock) {
        this.redis = redis;
        this.clock = clock;
    }

    /**
     * Marks a token as revoked for the rest of its lifetime. Idempotent.
     *
     * @param until when the token would have expired
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
