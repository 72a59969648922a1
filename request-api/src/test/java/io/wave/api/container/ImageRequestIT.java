package io.wave.api.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.api.ApiClient;
import io.wave.api.ApiClient.Answer;
import io.wave.image.Digest;
import io.wave.job.RedisKeys;
import io.wave.local.IntegrationTest;
import io.wave.local.ScriptedAnswer;
import io.wave.local.ScriptedRegistry;
import io.wave.token.ContainerToken;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.data.redis.core.StringRedisTemplate;

@IntegrationTest(properties = "spring.config.name=request-api")
class ImageRequestIT {

    private static final ScriptedRegistry REGISTRY = ScriptedRegistry.start();
    private static final byte[] MANIFEST = "{}".getBytes(StandardCharsets.UTF_8);
    private static final Digest DIGEST = Digest.of(MANIFEST);

    private final StringRedisTemplate redis;
    private final ApiClient client;

    ImageRequestIT(@LocalServerPort int port, @Autowired StringRedisTemplate redis) {
        this.client = ApiClient.at(port);
        this.redis = redis;
    }

    @BeforeEach
    void image() {
        REGISTRY.on(
                "/v2/library/alpine/manifests/latest",
                ScriptedAnswer.content("application/vnd.oci.image.manifest.v1+json", MANIFEST)
                        .with("Docker-Content-Digest", DIGEST.toString()));
    }

    @AfterAll
    static void stop() {
        REGISTRY.close();
    }

    @Test
    void anImageIsServedUnderATokenAtOnce() {
        Answer answer = client.submit("{'containerImage':'%s/library/alpine'}".formatted(REGISTRY.host()));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        String token = answer.text("requestId");
        assertThat(token).matches("[0-9a-f]{12}").isEqualTo(answer.text("containerToken"));
        assertThat(answer.text("targetImage")).isEqualTo("localhost:9090/wt/" + token + "/library/alpine:latest");
        assertThat(answer.body())
                .contains("\"freeze\":false", "\"mirror\":false", "\"succeeded\":true")
                .doesNotContain("buildId", "cached");
        assertThat(redis.opsForValue().get(RedisKeys.request(new ContainerToken(token))))
                .contains(DIGEST.toString());
    }

    @Test
    void itsStatusIsDone() {
        String token = client.submit("{'containerImage':'%s/library/alpine'}".formatted(REGISTRY.host()))
                .text("requestId");
        Answer status = client.get("/v1alpha2/container/" + token + "/status");
        assertThat(status.status()).isEqualTo(200);
        assertThat(status.body())
                .contains("\"status\":\"DONE\"", "\"succeeded\":true", "\"creationTime\":\"")
                .containsPattern("\"duration\":\\d+\\.\\d+");
    }
}
