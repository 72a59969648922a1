package io.wave.api.security.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wave.api.ApiClient.Answer;
import io.wave.api.RequestApiIT;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** The service starts without the issuer, and recognizes its users when it is there. */
@TestPropertySource(
        properties = {
            "spring.security.oauth2.resourceserver.jwt.audiences=" + TestIssuer.AUDIENCE,
            "wave.tokens.oidc.reload-interval=1s",
            "wave.capabilities.ignore-platform-tokens=true"
        })
class IssuerDownIT extends RequestApiIT {

    @SuppressWarnings("NullAway.Init") // started with the properties of the context
    private static TestIssuer issuer;

    @DynamicPropertySource
    static void start(DynamicPropertyRegistry properties) {
        issuer = TestIssuer.start();
        issuer.close();
        properties.add("spring.security.oauth2.resourceserver.jwt.issuer-uri", issuer::issuer);
    }

    @Test
    void tokensAreVerifiedWhenTheIssuerIsBack() {
        String token = issuer.token(issuer.claims("carol"));
        for (Answer answer : new Answer[] {submit(token), authorized(token)}) {
            assertThat(answer.status()).as(answer.body()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isEqualTo("5");
            assertThat(answer.header("WWW-Authenticate")).isEmpty();
            assertThat(answer.text("message")).contains("its issuer does not respond; try again");
        }
        // These need no issuer.
        assertThat(submit(issuer.token(issuer.claims("carol").issuer("https://platform.test")))
                        .status())
                .isEqualTo(200);
        assertThat(client().submit("{'containerImage':'%s'}".formatted(image())).status())
                .isEqualTo(200);

        try (TestIssuer back = TestIssuer.start(issuer.port())) {
            String fresh = back.token(back.claims("carol"));
            await().atMost(Duration.ofSeconds(30)).until(() -> submit(fresh).status(), status -> status == 200);
        }
    }

    private Answer submit(String token) {
        return client().submit("{'containerImage':'%s','towerAccessToken':'%s'}".formatted(image(), token));
    }

    private Answer authorized(String token) {
        return client().send(client().request("/service-info")
                .header("Authorization", "Bearer " + token)
                .GET());
    }
}
