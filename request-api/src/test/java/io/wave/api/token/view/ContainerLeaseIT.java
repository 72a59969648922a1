package io.wave.api.token.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.api.ApiClient.Answer;
import io.wave.api.RequestApiIT;
import io.wave.redis.RedisKeys;
import io.wave.token.ContainerToken;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.redis.core.StringRedisTemplate;

class ContainerLeaseIT extends RequestApiIT {

    private static final Duration LIFETIME = Duration.ofHours(36);
    private static final Duration ANONYMOUS_LIMIT = Duration.ofDays(7);

    @Autowired
    private StringRedisTemplate redis;

    @Test
    void tokenIsRenewedForItsWholeLifetime() {
        String token = accepted("expires_at = now() + interval '1 hour'");
        Instant before = Instant.now();
        Answer lease = renew(token);
        assertThat(lease.status()).as(lease.body()).isEqualTo(200);
        assertThat(lease.text("requestId")).isEqualTo(token);
        Instant expiration = Instant.parse(lease.text("expiration"));
        assertThat(expiration)
                .isBetween(before.plus(LIFETIME).minusSeconds(1), Instant.now().plus(LIFETIME));
        assertThat(client().get("/v1alpha2/container/" + token).text("expiration"))
                .isEqualTo(expiration.toString());
        assertThat(redis.opsForValue().get(RedisKeys.request(new ContainerToken(token))))
                .contains("\"expiresAt\":\"%s\"".formatted(expiration))
                .contains("\"renewAt\":\"%s\"".formatted(expiration.minus(LIFETIME.dividedBy(2))));
    }

    @Test
    void tokenOfAnAnonymousCallerIsRenewedUpToTheLimit() {
        String token = accepted("expires_at = now() + interval '1 hour', created_at = now() - interval '6 days'");
        Instant created = jdbc.sql("SELECT created_at FROM requests.container_request WHERE token = ?")
                .param(token)
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
        Answer lease = renew(token);
        assertThat(Instant.parse(lease.text("expiration"))).isEqualTo(created.plus(ANONYMOUS_LIMIT));
        assertThat(lease.text("maxExpiration")).isEqualTo(lease.text("expiration"));
        assertThat(redis.opsForValue().get(RedisKeys.request(new ContainerToken(token))))
                .doesNotContain("renewAt");
        assertThat(renew(token).text("expiration")).isEqualTo(lease.text("expiration"));
    }

    @Test
    void tokenOfAUserIsNotRenewedByOthers() {
        String token = accepted("tenant = 'somebody'");
        String before = client().get("/v1alpha2/container/" + token).text("expiration");
        assertThat(renew(token).status()).isEqualTo(401);
        assertThat(client().get("/v1alpha2/container/" + token).text("expiration"))
                .isEqualTo(before);
    }

    /** {@code curl --data ''} sends it. */
    @Test
    void emptyFormIsTakenForNoBody() {
        String token = accepted("expires_at = now() + interval '1 hour'");
        assertThat(renewByForm(token, "").status()).isEqualTo(200);
        Answer refused = renewByForm(token, "a=b");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("message")).isEqualTo("Content-Type: must be application/json");
    }

    @Test
    void endedTokenSaysSo() {
        String expired = accepted("expires_at = now() - interval '1 hour'");
        Answer answer = renew(expired);
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text("message"))
                .startsWith("Request '%s' expired at ".formatted(expired))
                .endsWith("; request the image again");
        String revoked = accepted("revoked_at = now()");
        assertThat(renew(revoked).text("message")).isEqualTo("Request '%s' was revoked".formatted(revoked));
        assertThat(client().get("/v1alpha2/container/" + revoked + "/status").text("message"))
                .isEqualTo("Request '%s' was revoked".formatted(revoked));
        assertThat(renew("000000000000").text("message")).isEqualTo("Request '000000000000' not found");
    }

    private String accepted(String change) {
        String token =
                client().submit("{'containerImage':'%s'}".formatted(image())).text("requestId");
        jdbc.sql("UPDATE requests.container_request SET %s WHERE token = ?".formatted(change))
                .param(token)
                .update();
        return token;
    }

    private Answer renewByForm(String token, String body) {
        return client().send(client().request("/v1alpha2/container/" + token + "/lease")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body)));
    }

    private Answer renew(String token) {
        return client().send(client().request("/v1alpha2/container/" + token + "/lease")
                .POST(BodyPublishers.noBody()));
    }
}
