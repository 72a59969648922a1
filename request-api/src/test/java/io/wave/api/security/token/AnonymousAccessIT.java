package io.wave.api.security.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.api.ApiClient.Answer;
import io.wave.api.RequestApiIT;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.context.TestPropertySource;

/** Only callers with an API token may make requests; a container token suffices to see its request. */
@TestPropertySource(
        properties = {
            "wave.capabilities.anonymous-access=false",
            "wave.capabilities.ignore-platform-tokens=true",
            "wave.tokens.static.alice.secret={noop}" + AnonymousAccessIT.ALICE
        })
class AnonymousAccessIT extends RequestApiIT {

    static final String ALICE = "wave_token-of-alice-for-tests";

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            value = {
                "/v1alpha2/container | {'containerImage':'a'}",
                "/v1alpha2/container | {'containerImage':'a','towerAccessToken':'eyJ0aWQ6'}",
                "/container-token | {'containerImage':'a'}",
                "/v1alpha1/inspect | {'containerImage':'a'}",
                "/v1alpha2/validate-creds | {'userName':'a','password':'b','registry':'docker.io'}",
            },
            quoteCharacter = '^')
    void anonymousCallersAreUnauthorized(String path, String body) {
        Answer answer = client().send(client().request(path)
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer eyJ0aWQ6")
                .POST(BodyPublishers.ofString(body.replace('\'', '"'))));
        assertThat(answer.status()).as(answer.body()).isEqualTo(401);
        assertThat(answer.text("message")).contains("wave.capabilities.anonymous-access", "Authorization: Bearer");
        // Not where the body has no such member.
        assertThat(answer.text("message").contains("towerAccessToken")).isEqualTo(!path.endsWith("validate-creds"));
    }

    @Test
    void pageSaysThatAnonymousAccessIsDisabled() {
        assertThat(client().get("/view/inspect?image=busybox").body()).contains("anonymous access is disabled");
    }

    @Test
    void requestOfUserIsVisibleToHolderOfItsId() {
        Answer accepted = client().submit("{'containerImage':'%s','towerAccessToken':'%s'}".formatted(image(), ALICE));
        assertThat(accepted.status()).as(accepted.body()).isEqualTo(200);
        String id = accepted.text("requestId");
        assertThat(client().get("/v1alpha2/container/%s/status".formatted(id)).status())
                .isEqualTo(200);
        assertThat(client().get("/service-info").status()).isEqualTo(200);
    }
}
