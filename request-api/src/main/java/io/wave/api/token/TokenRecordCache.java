package io.wave.api.token;

import io.wave.api.persistence.StoredJson;
import io.wave.messaging.projection.Projection;
import io.wave.messaging.projection.RevokedTokens;
import io.wave.redis.RedisKeys;
import io.wave.token.RequestRecord;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.ClassPathResource;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;
import org.springframework.stereotype.Component;

/**
 * The records that the proxy reads from Redis. They may be lost, since the proxy can ask request-api instead. The
 * record of a revoked token is never written again.
 */
@Component
public class TokenRecordCache {

    private static final Logger LOG = LoggerFactory.getLogger(TokenRecordCache.class);
    private static final RedisScript<Boolean> WRITE =
            RedisScript.of(new ClassPathResource("write-token-record.lua", TokenRecordCache.class), Boolean.class);

    private final StringRedisTemplate redis;
    private final RevokedTokens revoked;
    private final Clock clock;

    TokenRecordCache(StringRedisTemplate redis, RevokedTokens revoked, Clock clock) {
        this.redis = redis;
        this.revoked = revoked;
        this.clock = clock;
    }

    /** Writes the record for the remaining lifetime of the token, unless the token was revoked. */
    public void write(RequestRecord request) {
        Duration left = Duration.between(clock.instant(), request.expiresAt());
        if (!left.isPositive()) {
            return;
        }
        try {
            redis.execute(
                    WRITE,
                    List.of(RedisKeys.request(request.token())),
                    StoredJson.write(request),
                    Long.toString(Math.max(1, left.toMillis())),
                    RedisKeys.REVOKED);
        } catch (DataAccessException unavailable) {
            LOG.atWarn().addKeyValue("reason", unavailable.getMessage()).log("Cannot write a token record to Redis");
        }
    }

    /**
     * Replaces the record of a token by a revocation mark and informs the proxies; returns false if Redis is
     * unavailable.
     */
    boolean revoke(Projection.OfRevocation revocation) {
        try {
            revoked.write(revocation.revoked(), revocation.until());
            return true;
        } catch (DataAccessException unavailable) {
            LOG.atWarn()
                    .addKeyValue("reason", unavailable.getMessage())
                    .log("Cannot mark a token as revoked in Redis; the outbox retries it");
            return false;
        }
    }
}
