package io.wave.api.token.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.api.ApiClient.Answer;
import io.wave.api.RequestApiIT;
import io.wave.image.Digest;
import io.wave.redis.RedisKeys;
import io.wave.security.InternalApi;
import io.wave.security.RootKey;
import io.wave.token.ContainerToken;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.redis.core.StringRedisTemplate;

class InternalApiIT extends RequestApiIT {

    @Autowired
    private RootKey rootKey;

    @Autowired
    private StringRedisTemplate redis;

    @Test
    void tokenRecordIsRestoredFromTable() {
        String token =
                client().submit("{'containerImage':'%s'}".formatted(image())).text("requestId");
        String key = RedisKeys.request(new ContainerToken(token));
        String before = String.valueOf(redis.opsForValue().get(key));
        redis.delete(key);
        Answer answer = get("/internal/requests/" + token);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("token")).isEqualTo(token);
        assertThat(redis.opsForValue().get(key)).isEqualTo(before);
        assertThat(redis.getExpire(key)).isBetween(36 * 3600L - 120, 36 * 3600L);
    }

    @Test
    void expiredTokenIsReturnedForItsTimeButNotServed() {
        String token =
                client().submit("{'containerImage':'%s'}".formatted(image())).text("requestId");
        jdbc.sql("UPDATE requests.container_request SET expires_at = now() WHERE token = ?")
                .param(token)
                .update();
        String key = RedisKeys.request(new ContainerToken(token));
        redis.delete(key);
        assertThat(Instant.parse(get("/internal/requests/" + token).text("expiresAt")))
                .isBefore(Instant.now());
        assertThat(redis.hasKey(key)).isFalse();
        assertThat(client().get("/v1alpha2/container/" + token + "/status").status())
                .isEqualTo(404);
        assertThat(client().get("/v1alpha2/container/" + token).status()).isEqualTo(200);
    }

    @Test
    void jobRecordIsRestoredFromTable() {
        String buildId = client().submit("{'containerFile':'%s'}".formatted(containerFile()))
                .text("buildId");
        String key = "job:build:docker.io/wave/build:" + buildId.substring(3, 19);
        redis.delete(key);
        Answer answer = get("/internal/jobs/build/" + buildId);
        assertThat(answer.text("id")).isEqualTo(buildId);
        assertThat(answer.text("state")).isEqualTo("SUBMITTED");
        assertThat(redis.hasKey(key)).isTrue();
        assertThat(get("/internal/jobs/scan/" + buildId).status()).isEqualTo(404);
        assertThat(get("/internal/jobs/build/nonsense").status()).isEqualTo(404);
    }

    @Test
    void firstDigestIsPinned() {
        String token = client().submit("{'containerFile':'%s'}".formatted(containerFile()))
                .text("requestId");
        Digest other = Digest.of(new byte[] {1});
        assertThat(pin(token, DIGEST)).isEqualTo(DIGEST.toString());
        assertThat(pin(token, other)).isEqualTo(DIGEST.toString());
        assertThat(redis.opsForValue().get(RedisKeys.request(new ContainerToken(token))))
                .contains(DIGEST.toString());
        assertThat(pin("000000000000", other)).isEmpty();
    }

    @Test
    void internalApiIsHiddenWithoutSecret() {
        assertThat(client().get("/internal/requests/000000000000").status()).isEqualTo(404);
        assertThat(client().get("/actuator/env").status()).isEqualTo(404);
    }

    @Test
    void healthDetailsAreHiddenWithoutSecret() {
        Answer answer = client().get("/actuator/health");
        assertThat(answer.text("status")).isEqualTo("UP");
        assertThat(answer.body()).doesNotContain("components", "details");
        assertThat(get("/actuator/health").body()).contains("components", "\"db\"", "details");
    }

    @Test
    void metersShowOutboxSize() {
        Answer oldest = get("/actuator/metrics/wave.outbox.oldest");
        assertThat(oldest.text("baseUnit")).isEqualTo("seconds");
        assertThat(oldest.body()).contains("kafka", "redis");
        assertThat(get("/actuator/metrics/wave.outbox.rows").status()).isEqualTo(200);
        assertThat(client().get("/actuator/metrics/wave.outbox.rows").status()).isEqualTo(404);
        assertThat(get("/actuator/prometheus").body()).contains("wave_outbox_rows{");
    }

    private String pin(String token, Digest digest) {
        return client().send(keyed("/internal/requests/" + token + "/source-digest")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"digest\":\"%s\"}".formatted(digest))))
                .text("digest");
    }

    private Answer get(String path) {
        return client().send(keyed(path).GET());
    }

    private HttpRequest.Builder keyed(String path) {
        return client().request(path).header(InternalApi.KEY_HEADER, rootKey.internalSecret());
    }
}
