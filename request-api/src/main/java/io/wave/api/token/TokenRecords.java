package io.wave.api.token;

import io.wave.api.persistence.StoredJson;
import io.wave.job.RedisKeys;
import io.wave.messaging.projection.Projection;
import io.wave.messaging.projection.RevokedTokens;
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
 * What the proxy reads about tokens, in Redis: may be lost, never needed for an answer. A token that was revoked has no
 * record any more, whoever writes one.
 */
@Component
public class TokenRecords {

    private static final Logger LOG = LoggerFactory.getLogger(TokenRecords.class);
    private static final RedisScript<Boolean> WRITE =
            RedisScript.of(new ClassPathResource("write-token-record.lua", TokenRecords.class), Boolean.class);

    private final StringRedisTemplate redis;
    private final RevokedTokens revoked;
    private final Clock clock;

    TokenRecords(StringRedisTemplate redis, RevokedTokens revoked, Clock clock) {
        this.redis = redis;
        this.revoked = revoked;
        this.clock = clock;
    }

    /** Writes the record for what remains of the token's life, unless the token was revoked. */
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
        } catch (DataAccessException away) {
            LOG.atWarn().addKeyValue("reason", away.getMessage()).log("Cannot write a token's record");
        }
    }

    /** Puts the mark of its revocation in the place of a token's record and tells the proxies; false if Redis is away. */
    boolean revoke(Projection.OfRevocation revocation) {
        try {
            revoked.write(revocation.revoked(), revocation.until());
            return true;
        } catch (DataAccessException away) {
            LOG.atWarn()
                    .addKeyValue("reason", away.getMessage())
                    .log("Cannot mark a token as revoked yet: the outbox does it when Redis is back");
            return false;
        }
    }
}
