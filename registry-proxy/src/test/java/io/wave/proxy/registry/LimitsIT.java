package io.wave.proxy.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.image.Digest;
import io.wave.local.LocalServices;
import io.wave.local.server.DockerRegistry;
import io.wave.proxy.fixture.ProxyClient;
import io.wave.proxy.fixture.PushedImages;
import io.wave.proxy.fixture.Tokens;
import io.wave.token.RequestRecord;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.test.context.TestPropertySource;

@RegistryProxyTest
@TestPropertySource(
        properties = {
            "rate-limit.enabled=true",
            "rate-limit.pull.anonymous=3/1h",
            "rate-limit.http-request.limit=40/1m",
            "wave.proxy.trusted-proxies=127.0.0.0/8,::1"
        })
class LimitsIT {

    @Autowired
    ReactiveStringRedisTemplate redis;

    @LocalServerPort
    int port;

    @Test
    void onlyManifestsByDigestCountAsPulls() {
        try (DockerRegistry registry = LocalServices.newRegistry()) {
            Digest source = new PushedImages(registry.host()).image("org/app", "v1", false, "amd64");
            RequestRecord request = new Tokens(redis).of(registry.host() + "/org/app:v1", source, null, null);
            var client = new ProxyClient(port);
            String manifests = "/v2/wt/" + request.token() + "/org/app/manifests/";
            for (int i = 0; i < 3; i++) {
                assertThat(get(client, manifests + source, "192.0.2.1").statusCode())
                        .isEqualTo(200);
                assertThat(get(client, manifests + "v1", "192.0.2.1").statusCode())
                        .isEqualTo(200);
            }
            HttpResponse<byte[]> refused = get(client, manifests + source, "192.0.2.1");
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(text(refused))
                    .contains("\"TOOMANYREQUESTS\"", "rate limit exceeded: the pull limit of 192.0.2.1")
                    .contains(", for container requests and pulls together; try again in %d s"
                            .formatted(seconds(refused)));
            assertThat(seconds(refused)).isBetween(1L, 3600L);
            assertThat(get(client, manifests + "v1", "192.0.2.1").statusCode()).isEqualTo(200);
            assertThat(get(client, manifests + source, "192.0.2.2").statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void rateLimitAppliesToCachedResponses() {
        try (DockerRegistry registry = LocalServices.newRegistry()) {
            Digest source = new PushedImages(registry.host()).image("org/app", "v1", false, "amd64");
            RequestRecord request = new Tokens(redis).of(registry.host() + "/org/app:v1", source, null, null);
            HttpResponse<byte[]> refused =
                    flood(new ProxyClient(port), "/v2/wt/" + request.token() + "/org/app/manifests/v1", "198.51.100.4");
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(text(refused)).contains("rate limit exceeded: the request limit of 198.51.100.4");
        }
    }

    @Test
    void rateLimitAppliesPerAddress() {
        var client = new ProxyClient(port);
        HttpResponse<byte[]> registry = flood(client, "/v2/", "198.51.100.1");
        assertThat(registry.statusCode()).isEqualTo(429);
        assertThat(text(registry)).contains("\"errors\"", "\"TOOMANYREQUESTS\"");
        assertThat(seconds(registry)).isBetween(1L, 60L);
        HttpResponse<byte[]> api = flood(client, "/nothing", "198.51.100.2");
        assertThat(api.statusCode()).isEqualTo(503);
        assertThat(text(api)).startsWith("{\"message\":\"rate limit exceeded: the request limit of 198.51.100.2");
        assertThat(seconds(api)).isBetween(1L, 60L);
        assertThat(api.headers().firstValue("X-Frame-Options")).hasValue("DENY");
        assertThat(get(client, "/health", "198.51.100.2").statusCode()).isEqualTo(200);
        assertThat(get(client, "/v2/", "198.51.100.3").statusCode()).isEqualTo(200);
    }

    /** The first response with another status than the usual one. */
    private static HttpResponse<byte[]> flood(ProxyClient client, String path, String address) {
        int usual = get(client, path, address).statusCode();
        for (int calls = 0; calls < 10_000; calls++) {
            HttpResponse<byte[]> answer = get(client, path, address);
            if (answer.statusCode() != usual) {
                return answer;
            }
        }
        throw new AssertionError("nothing is limited");
    }

    private static HttpResponse<byte[]> get(ProxyClient client, String path, String address) {
        return client.get(path, "X-Forwarded-For", address);
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static long seconds(HttpResponse<byte[]> answer) {
        return answer.headers().firstValueAsLong("Retry-After").orElse(-1);
    }
}
