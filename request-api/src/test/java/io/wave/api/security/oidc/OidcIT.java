package io.wave.api.security.oidc;

import static com.nimbusds.jose.JWSAlgorithm.HS256;
import static com.nimbusds.jose.JWSAlgorithm.PS384;
import static com.nimbusds.jose.JWSAlgorithm.RS256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import io.wave.api.ApiClient.Answer;
import io.wave.api.RequestApiIT;
import io.wave.local.fake.TestKeyStore;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** Users of an OpenID Connect issuer whose certificate is of an authority in {@code wave.security.ca-bundle}. */
@TestPropertySource(
        properties = {
            "wave.metrics.enabled=true",
            "wave.tokens.static.alice.secret={noop}" + OidcIT.STATIC,
            "spring.security.oauth2.resourceserver.jwt.audiences=" + TestIssuer.AUDIENCE,
            "wave.tokens.oidc.reload-interval=1s",
            "wave.tokens.oidc.operators.claim=realm_access.roles",
            "wave.tokens.oidc.operators.values=root,wave-operator",
            "wave.tokens.oidc.required-claims[0].claim=team",
            "wave.tokens.oidc.required-claims[0].values=red,green"
        })
class OidcIT extends RequestApiIT {

    /** Has the form of a JSON web token. */
    static final String STATIC = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJhIn0.AAAA";

    private static final String METRICS = "/v1alpha2/metrics/pulls";

    @TempDir
    private static Path folder;

    @SuppressWarnings("NullAway.Init") // started with the properties of the context
    private static TestIssuer issuer;

    @DynamicPropertySource
    static void start(DynamicPropertyRegistry properties) throws IOException, InterruptedException {
        TestKeyStore keys = TestKeyStore.create(folder);
        issuer = TestIssuer.start(keys);
        properties.add("wave.security.ca-bundle", () -> TestIssuer.certificate(keys, folder.resolve("ca.pem")));
        properties.add("spring.security.oauth2.resourceserver.jwt.issuer-uri", issuer::issuer);
    }

    @AfterAll
    static void stop() {
        issuer.close();
    }

    @Test
    void tokenInHeaderOrBodyIdentifiesTheUser() {
        String token = issuer.token(claims("carol"));
        String tenant = tenant(submit(token, null));
        assertThat(tenant).matches("oidc_[0-9a-f]{32}");
        assertThat(tenant(submit(null, token))).isEqualTo(tenant);
        assertThat(tenant(submit(token, issuer.ecToken(claims("carol"))))).isEqualTo(tenant);
        assertThat(tenant(submit(issuer.token(claims("dave")), null))).isNotEqualTo(tenant);
        assertThat(tenant(submit(TestIssuer.sign(issuer.rsa(), PS384, claims("carol")), null)))
                .isEqualTo(tenant);
        assertThat(submit(token, issuer.token(claims("dave"))).text("message"))
                .startsWith("towerAccessToken: differs from the API token");
    }

    @Test
    void staticTokenRemainsOneEvenInTheFormOfAJsonWebToken() {
        assertThat(tenant(submit(STATIC, null))).isEqualTo("alice");
        assertThat(tenant(submit(null, STATIC))).isEqualTo("alice");
    }

    @Test
    void tokensOfOtherServicesAreTreatedAsBefore() {
        assertThat(tenant(submit("eyJ0aWQiOiAxfS5hYmM=", null))).isEqualTo("anonymous");
        assertUnauthorized(submit(null, "eyJ0aWQiOiAxfS5hYmM="), "unknown API token");
        assertUnauthorized(submit("wave_unknown.a.b", null), "unknown API token");
    }

    @Test
    void expiredAndEarlyTokensAreInvalid() {
        Instant now = Instant.now();
        assertInvalid(
                issuer.token(claims("carol").expirationTime(Date.from(now.minusSeconds(61)))), "the token expired at ");
        assertInvalid(
                issuer.token(claims("carol").notBeforeTime(Date.from(now.plusSeconds(120)))), "is not valid before ");
        assertInvalid(issuer.token(claims("carol").expirationTime(null)), "has no time of expiry (exp)");
        JWTClaimsSet.Builder skewed = claims("carol")
                .expirationTime(Date.from(now.minusSeconds(20)))
                .notBeforeTime(Date.from(now.plusSeconds(20)));
        assertThat(submit(issuer.token(skewed), null).status()).isEqualTo(200);
    }

    @Test
    void tokensForOthersAndOfOthersAreInvalid() {
        assertInvalid(issuer.token(claims("carol").audience("other")), "its audience (aud) must include one of wave");
        assertInvalid(issuer.token(claims("carol").audience((String) null)), "its audience (aud) must include");
        assertThat(submit(issuer.token(claims("carol").audience(List.of("other", "wave"))), null)
                        .status())
                .isEqualTo(200);
        assertInvalid(issuer.token(claims("carol").issuer("https://other.test")), "has another issuer (iss)");
        assertInvalid(issuer.token(claims("carol").issuer(null)), "has another issuer (iss)");
        assertInvalid(issuer.token(claims("carol").claim("team", "blue")), "in its claim 'team'");
        assertInvalid(issuer.token(claims("carol").claim("team", null)), "in its claim 'team'");
        assertInvalid(issuer.token(claims("carol").subject(null)), "has no claim 'sub'");
        assertInvalid(issuer.token(claims("carol").subject("")), "has no claim 'sub'");
    }

    @Test
    void onlyAsymmetricSignaturesOfTheIssuerCount() throws JOSEException {
        JWTClaimsSet.Builder claims = claims("carol");
        RSAKey key = issuer.rsa();
        byte[] published = key.toPublicJWK().toJSONString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        for (byte[] secret : List.of(key.toRSAPublicKey().getEncoded(), published)) {
            assertInvalid(
                    TestIssuer.sign(
                            new MACSigner(secret),
                            new JWSHeader.Builder(HS256).keyID(key.getKeyID()).build(),
                            claims),
                    "has a signature algorithm that is not accepted; it must be one of RS256");
        }
        assertInvalid(new PlainJWT(claims.build()).serialize(), "has a signature algorithm that is not accepted");
        String mismatch = "its signature does not match the keys of its issuer";
        RSAKey another =
                new RSAKey.Builder(TestIssuer.newRsa()).keyID(key.getKeyID()).build();
        assertInvalid(TestIssuer.sign(another, RS256, claims), mismatch);
        // Keys in the header are not believed.
        JWSHeader own = new JWSHeader.Builder(RS256).jwk(another.toPublicJWK()).build();
        assertInvalid(TestIssuer.sign(new RSASSASigner(another), own, claims), mismatch);
        JWSHeader typed = new JWSHeader.Builder(RS256)
                .keyID(key.getKeyID())
                .type(new JOSEObjectType("dpop+jwt"))
                .build();
        assertInvalid(TestIssuer.sign(new RSASSASigner(key), typed, claims), mismatch);
        String token = issuer.token(claims);
        assertInvalid(token.substring(0, token.lastIndexOf('.') + 1), "is malformed");
        assertInvalid(token.substring(0, token.length() - 8) + "AAAAAAAA", mismatch);
        assertInvalid("e30.e30.e30", "is malformed");
        assertInvalid("eyJhbGciOiJSUzI1NiJ9.e30.AAAA", mismatch);
    }

    @Test
    void rotatedKeysAreLoaded() {
        String before = issuer.token(claims("carol"));
        assertThat(submit(before, null).status()).isEqualTo(200);
        issuer.rotate();
        String after = issuer.token(claims("carol"));
        await().atMost(Duration.ofSeconds(30)).until(() -> submit(after, null).status(), status -> status == 200);
        assertInvalid(before, "its signature does not match the keys of its issuer");
    }

    @Test
    void largeTokensAreReadUpToALimit() {
        String junk = "x".repeat(1000);
        JWTClaimsSet.Builder large = claims("carol");
        for (int number = 0; number < 10; number++) {
            large.claim("junk" + number, junk);
        }
        String token = issuer.token(large);
        assertThat(token.length()).isBetween(13_000, JwtUsers.MAX_LENGTH);
        assertThat(tenant(submit(null, token))).isEqualTo(tenant(submit(issuer.token(claims("carol")), null)));
        assertThat(submit(token, null).status()).isEqualTo(200);
        assertRefused(issuer.token(large.claim("more", junk.repeat(3))));
        assertRefused(issuer.token(large.claim("more", junk.repeat(3_000))));
        String nested = "[".repeat(5_000) + "]".repeat(5_000);
        String deep = token.substring(0, token.indexOf('.') + 1)
                + com.nimbusds.jose.util.Base64URL.encode("{\"iss\":" + nested + "}")
                + ".AAAA";
        assertThat(submit(null, deep).status()).isEqualTo(401);
    }

    private void assertRefused(String oversized) {
        Answer submitted = submit(null, oversized);
        assertThat(submitted.status()).isEqualTo(400);
        assertThat(submitted.text("message")).isEqualTo("towerAccessToken: must not be longer than 16384 characters");
        Answer inspected = client().post(
                        "/v1alpha1/inspect",
                        "{\"containerImage\":\"a\",\"towerAccessToken\":\"%s\"}".formatted(oversized));
        assertUnauthorized(inspected, "towerAccessToken: the token is longer than 16384 characters");
    }

    @Test
    void operatorsAreThoseWithTheRole() {
        String operator =
                issuer.token(claims("root").claim("realm_access", Map.of("roles", List.of("user", "wave-operator"))));
        String user = issuer.token(claims("carol").claim("realm_access", Map.of("roles", List.of("user"))));
        assertThat(get(METRICS, operator).status()).isEqualTo(200);
        assertThat(get(METRICS, user).status()).isEqualTo(403);
    }

    @Test
    void organizationIsStoredWithoutTheUser() {
        String tenant = tenant(submit(
                issuer.token(claims("erin@private")
                        .claim("preferred_username", "erin")
                        .claim("email", "e@Example.ORG")),
                null));
        assertThat(organization(tenant)).isEqualTo("example.org");
        tenant(submit(
                issuer.token(
                        claims("erin@private").claim("email", "e@else.test").claim("email_verified", false)),
                null));
        assertThat(organization(tenant)).isEqualTo("localhost");
        for (String table : List.of("container_request", "image_build", "outbox", "user_organisation")) {
            assertThat(jdbc.sql("SELECT count(*) FROM requests.%s AS r WHERE r::text LIKE '%%erin%%'".formatted(table))
                            .query(Long.class)
                            .single())
                    .as(table)
                    .isZero();
        }
    }

    private String organization(String tenant) {
        return jdbc.sql("SELECT organisation FROM requests.user_organisation WHERE tenant = ?")
                .param(tenant)
                .query(String.class)
                .single();
    }

    private static JWTClaimsSet.Builder claims(String subject) {
        return issuer.claims(subject).claim("team", "green");
    }

    /** In the header and in the body. */
    private void assertInvalid(String token, String message) {
        Answer header = submit(token, null);
        assertUnauthorized(header, message);
        assertThat(header.text("message")).startsWith("Authorization: the token ");
        assertThat(header.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"Wave\", error=\"invalid_token\"");
        Answer body = submit(null, token);
        assertUnauthorized(body, message);
        assertThat(body.text("message")).startsWith("towerAccessToken: the token ");
        assertThat(body.body()).doesNotContain(token);
    }

    private static void assertUnauthorized(Answer answer, String message) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(401);
        assertThat(answer.text("message")).contains(message);
        assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer realm=\"Wave\"");
    }

    private Answer submit(@Nullable String header, @Nullable String body) {
        var request = client().request("/v1alpha2/container").header("Content-Type", "application/json");
        if (header != null) {
            request.header("Authorization", "Bearer " + header);
        }
        String token = body == null ? "" : ",\"towerAccessToken\":\"%s\"".formatted(body);
        return client().send(request.POST(
                BodyPublishers.ofString("{\"containerImage\":\"%s\"%s}".formatted(image(), token))));
    }

    private Answer get(String path, String token) {
        return client().send(client().request(path)
                .header("Authorization", "Bearer " + token)
                .GET());
    }

    private String tenant(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return jdbc.sql("SELECT tenant FROM requests.container_request WHERE token = ?")
                .param(answer.text("requestId"))
                .query(String.class)
                .single();
    }
}
