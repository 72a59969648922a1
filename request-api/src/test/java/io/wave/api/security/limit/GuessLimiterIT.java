package io.wave.api.security.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.api.ApiClient;
import io.wave.api.ApiClient.Answer;
import io.wave.api.RequestApiIT;
import io.wave.local.fake.ScriptedAnswer;
import io.wave.security.InternalApi;
import io.wave.security.RootKey;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Clients with too many failed attempts have to wait; existing ids and other clients are unaffected. */
class GuessLimiterIT extends RequestApiIT {

    private static final int ALLOWED = 120;
    private static final List<String> DOORS = List.of(
            "/v1alpha2/container/%012x",
            "/v1alpha2/container/%012x/status",
            "/container-token/%012x",
            "/view/containers/%012x",
            "/view/builds/bd-%016x_1",
            "/view/builds/%016x",
            "/view/builds/bd-%016x_1/progress",
            "/v1alpha1/builds/bd-%016x_1",
            "/v1alpha1/builds/%016x/status",
            "/v1alpha1/builds/%016x-1/logs",
            "/v1alpha1/builds/bd-%016x/condalock",
            "/v1alpha1/builds/bd-%016x/steps");
    private static final AtomicInteger ADDRESSES = new AtomicInteger();

    @Autowired
    private RootKey rootKey;

    private final String address = "198.51.100." + ADDRESSES.incrementAndGet();

    @Test
    void unknownIdsAreLimitedOnAllEndpoints() {
        Answer known = client().submit("{'containerFile':'%s'}".formatted(containerFile()));
        for (int i = 0; i < ALLOWED; i++) {
            assertThat(get(address, door(i).formatted(i)).status()).as(door(i)).isIn(200, 404);
        }
        for (String door : DOORS) {
            Answer refused = get(address, door.formatted(ALLOWED));
            assertThat(refused.status()).as(door).isEqualTo(429);
            assertThat(refused.body()).contains("Too many requests for unknown ids from " + address);
            assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 60);
            assertThat(get("203.0.113.1", door.formatted(ALLOWED)).status())
                    .as(door)
                    .isIn(200, 404);
        }
        assertThat(get(address, "/v1alpha2/container/%s/status".formatted(known.text("requestId")))
                        .status())
                .isEqualTo(200);
        assertThat(get(address, "/v1alpha1/builds/" + known.text("buildId")).status())
                .isEqualTo(200);
    }

    private static String door(int number) {
        return DOORS.get(number % DOORS.size());
    }

    @Test
    void wrongPasswordsAreLimited() {
        for (int i = 0; i < 10; i++) {
            assertThat(revoke("operator:guess" + i).status()).isEqualTo(401);
        }
        Answer refused = revoke("operator:guess");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 60);
    }

    @Test
    void invalidRegistryCredentialsAreLimited() {
        REGISTRY.on("/v2/", ScriptedAnswer.error(401, "UNAUTHORIZED").with("WWW-Authenticate", "Basic realm=\"x\""));
        for (int i = 0; i < 30; i++) {
            assertThat(validate(i).body()).isEqualTo("false");
        }
        int asked = REGISTRY.calls().size();
        assertThat(validate(30).status()).isEqualTo(429);
        assertThat(REGISTRY.calls()).hasSize(asked);
    }

    private Answer validate(int guess) {
        String body = "{\"userName\":\"user\",\"password\":\"%d\",\"registry\":\"docker.io\"}".formatted(guess);
        return send(
                address,
                client().request("/v1alpha2/validate-creds")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body)));
    }

    private Answer revoke(String credentials) {
        return send(
                address,
                client().request("/container-token/000000000000")
                        .header("Authorization", "Basic " + ApiClient.base64(credentials))
                        .DELETE());
    }

    private Answer get(String from, String path) {
        return send(from, client().request(path).GET());
    }

    private Answer send(String from, HttpRequest.Builder request) {
        return client().send(request.header(InternalApi.KEY_HEADER, rootKey.internalSecret())
                .header(InternalApi.CLIENT_ADDRESS_HEADER, from));
    }
}
