package io.wave.api.security.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.api.ApiClient.Answer;
import io.wave.api.RequestApiIT;
import io.wave.security.InternalApi;
import io.wave.security.RootKey;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** Users with static API tokens, in the header and in the body. */
@TestPropertySource(
        properties = {
            "wave.metrics.enabled=true",
            "wave.tokens.static.alice.secret={noop}" + StaticTokensIT.ALICE,
            "wave.tokens.static.bob.secret={noop}" + StaticTokensIT.BOB,
            "wave.tokens.static.root.secret={noop}" + StaticTokensIT.ROOT,
            "wave.tokens.static.root.operator=true"
        })
class StaticTokensIT extends RequestApiIT {

    static final String ALICE = "wave_token-of-alice-for-tests";
    static final String BOB = "token-of-bob-for-tests-1";
    static final String ROOT = "wave_token-of-root-for-tests";

    @Autowired
    private RootKey rootKey;

    @Test
    void tokenInHeaderOrBodyDeterminesTenant() {
        String image = image();
        assertThat(tenant(submit(ALICE, "{'containerImage':'%s'}".formatted(image))))
                .isEqualTo("alice");
        assertThat(tenant(submit(null, "{'containerImage':'%s','towerAccessToken':'%s'}".formatted(image, BOB))))
                .isEqualTo("bob");
        assertThat(tenant(submit(BOB, "{'containerImage':'%s','towerAccessToken':'%s'}".formatted(image, BOB))))
                .isEqualTo("bob");
        assertThat(tenant(submit(null, "{'containerImage':'%s'}".formatted(image))))
                .isEqualTo("anonymous");
        assertThat(tenant(submit("eyJ0aWQ6", "{'containerImage':'%s'}".formatted(image))))
                .isEqualTo("anonymous");
    }

    @Test
    void differentTokensAreInvalid() {
        Answer answer = submit(ALICE, "{'containerImage':'%s','towerAccessToken':'%s'}".formatted(image(), BOB));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("message")).startsWith("towerAccessToken: differs from the API token");
    }

    @Test
    void unknownTokenIsUnauthorized() {
        Answer header = submit("wave_unknown", "{'containerImage':'a'}");
        assertUnauthorized(header, "Authorization: unknown API token");
        Answer body = submit(null, "{'containerImage':'a','towerAccessToken':'eyJ0aWQ6'}");
        assertUnauthorized(body, "towerAccessToken: unknown API token");
        assertThat(header.body()).doesNotContain("wave_unknown");
        Answer inspected = client().post("/v1alpha1/inspect", "{\"containerImage\":\"a\",\"towerAccessToken\":\"x\"}");
        assertUnauthorized(inspected, "towerAccessToken: unknown API token");
    }

    private static void assertUnauthorized(Answer answer, String message) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(401);
        assertThat(answer.text("message")).startsWith(message);
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"Wave\"");
    }

    @Test
    void unknownTokensAreLimitedByAddress() {
        String address = "198.51.100.77";
        assertThat(statusFrom(address, ALICE)).isEqualTo(200);
        for (int i = 0; i < 10; i++) {
            assertThat(statusFrom(address, "wave_guess" + i)).isEqualTo(401);
        }
        assertThat(statusFrom(address, "wave_guess")).isEqualTo(429);
        assertThat(statusFrom(address, ROOT)).isEqualTo(429);
        assertThat(statusFrom(address, ALICE)).isEqualTo(200);
        assertThat(statusFrom("198.51.100.78", ROOT)).isEqualTo(200);
    }

    private int statusFrom(String address, String token) {
        return client().send(authorized("/service-info", token)
                        .header(InternalApi.KEY_HEADER, rootKey.internalSecret())
                        .header(InternalApi.CLIENT_ADDRESS_HEADER, address)
                        .GET())
                .status();
    }

    @Test
    void operatorsAndOwnersRevoke() {
        String body = "{'containerImage':'%s'}".formatted(image());
        for (String permitted : List.of(ALICE, ROOT)) {
            String token = submit(ALICE, body).text("containerToken");
            assertThat(revoke(token, BOB).status()).isEqualTo(403);
            assertThat(revoke(token, "eyJ0aWQ6").status()).isEqualTo(401);
            assertThat(client().send(client().request("/container-token/" + token)
                                    .DELETE())
                            .status())
                    .isEqualTo(401);
            assertThat(revoke(token, permitted).status()).isEqualTo(200);
            assertThat(revoke(token, ROOT).status()).isEqualTo(404);
        }
        String anonymous = submit(null, body).text("containerToken");
        assertThat(revoke(anonymous, ALICE).status()).isEqualTo(403);
        assertThat(revoke("none", ALICE).status()).isEqualTo(403);
    }

    @Test
    void operatorsReadMetrics() {
        assertThat(client().send(authorized("/v1alpha2/metrics/pulls", ROOT).GET())
                        .status())
                .isEqualTo(200);
        Answer refused =
                client().send(authorized("/v1alpha2/metrics/pulls", ALICE).GET());
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text("message")).startsWith("access denied: this is for operators");
    }

    @Test
    void tokensAreNotStored() {
        submit(ALICE, "{'containerFile':'%s','towerAccessToken':'%s'}".formatted(containerFile(), ALICE));
        for (String table : List.of("container_request", "image_build", "outbox")) {
            assertThat(jdbc.sql("SELECT count(*) FROM requests.%s AS r WHERE r::text LIKE :token".formatted(table))
                            .param("token", "%" + ALICE + "%")
                            .query(Long.class)
                            .single())
                    .as(table)
                    .isZero();
        }
    }

    private Answer revoke(String containerToken, String token) {
        return client().send(
                        authorized("/container-token/" + containerToken, token).DELETE());
    }

    private Answer submit(@Nullable String token, String json) {
        HttpRequest.Builder request =
                token == null ? client().request("/v1alpha2/container") : authorized("/v1alpha2/container", token);
        return client().send(request.header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json.replace('\'', '"'))));
    }

    private HttpRequest.Builder authorized(String path, String token) {
        return client().request(path).header("Authorization", "Bearer " + token);
    }

    private String tenant(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return jdbc.sql("SELECT tenant FROM requests.container_request WHERE token = ?")
                .param(answer.text("requestId"))
                .query(String.class)
                .single();
    }
}
