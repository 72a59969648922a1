package io.wave.api.platform.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.wave.api.platform.PlatformEndpoint;
import io.wave.api.platform.call.PlatformLogin;
import io.wave.api.platform.login.SignedTokens.Verdict;
import io.wave.api.security.caller.Secret;
import io.wave.api.security.oidc.KeySource;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import org.junit.jupiter.api.Test;

class SignedTokensTest {

    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final String ISSUER = "https://platform.test/api";
    private static final TestKey KEY = TestKey.generate("1");
    private static final Verdict OPEN = new Verdict.Open();

    private JWKSet published = KEY.published();
    private boolean down;
    private int loads;

    private final SignedTokens tokens = new SignedTokens(_ -> new Keys(), Clock.fixed(NOW, ZoneOffset.UTC));

    private final class Keys implements KeySource {

        @Override
        public JWKSet keys() throws IOException {
            loads++;
            if (down) {
                throw new IOException("down");
            }
            return published;
        }

        @Override
        public String owner() {
            return "a test";
        }
    }

    private Verdict check(String token) {
        return tokens.check(new PlatformLogin(PlatformEndpoint.parse(ISSUER), new Secret("a")), new Secret(token));
    }

    @Test
    void validTokenIsLeftToThePlatform() {
        assertThat(check(KEY.token(ISSUER + "/", NOW.plusSeconds(1)))).isEqualTo(OPEN);
        assertThat(loads).isEqualTo(1);
    }

    @Test
    void tokenExpiresAfterAMinuteOfSkew() {
        Instant end = NOW.minusSeconds(60);
        assertThat(check(KEY.token(ISSUER, end))).isEqualTo(new Verdict.Expired(end));
        assertThat(check(KEY.token(ISSUER, NOW.minusSeconds(59)))).isEqualTo(OPEN);
    }

    @Test
    void tokenOfTheFutureIsInvalid() {
        String token = KEY.token(new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .notBeforeTime(Date.from(NOW.plusSeconds(61)))
                .build());
        assertThat(check(token)).isEqualTo(new Verdict.Invalid("it is not valid before 2026-11-30T12:01:01Z"));
    }

    @Test
    void forgedTokenIsInvalid() {
        String forged = TestKey.generate("1").token(ISSUER, NOW.plusSeconds(60));
        assertThat(check(forged))
                .isEqualTo(new Verdict.Invalid("its signature does not match the keys of the Platform"));
    }

    @Test
    void tokenOfAnUnknownKeyIsLeftToThePlatformAndKeysAreNotLoadedAgain() {
        for (String id : new String[] {"2", "3", "4"}) {
            assertThat(check(KEY.named(id).token(ISSUER, NOW.minusSeconds(600))))
                    .isEqualTo(OPEN);
        }
        assertThat(loads).isEqualTo(1);
    }

    @Test
    void withoutKeysThePlatformIsAsked() {
        published = new JWKSet();
        assertThat(check(KEY.token(ISSUER, NOW.minusSeconds(600)))).isEqualTo(OPEN);
        assertThat(check(KEY.token(ISSUER, NOW.minusSeconds(600)))).isEqualTo(OPEN);
        assertThat(loads).isEqualTo(1);
    }

    @Test
    void withoutAnAnswerThePlatformIsAsked() {
        down = true;
        assertThat(check(KEY.token(ISSUER, NOW.minusSeconds(600)))).isEqualTo(OPEN);
    }

    /** An endpoint that is missing is that of Seqera Cloud; an issuer that is missing is none. */
    @Test
    void tokenWithoutAnIssuerIsLeftToThePlatform() {
        String token = KEY.token(new JWTClaimsSet.Builder()
                .expirationTime(Date.from(NOW.minusSeconds(600)))
                .build());
        PlatformLogin login = new PlatformLogin(PlatformEndpoint.parse(null), new Secret(token));
        assertThat(tokens.check(login, login.token())).isEqualTo(OPEN);
        assertThat(loads).isZero();
    }

    @Test
    void keysAreNotLoadedForOtherTokens() throws JOSEException {
        JWTClaimsSet claims = new JWTClaimsSet.Builder().issuer(ISSUER).build();
        SignedJWT session = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("1").build(), claims);
        session.sign(new MACSigner(new byte[32]));
        assertThat(check(session.serialize())).isEqualTo(OPEN);
        assertThat(check(new PlainJWT(claims).serialize())).isEqualTo(OPEN);
        assertThat(check(KEY.token("https://another.test", NOW))).isEqualTo(OPEN);
        assertThat(check("eyJ0aWQiOiA3fS5vcGFxdWU=")).isEqualTo(OPEN);
        assertThat(check("a.b.c")).isEqualTo(OPEN);
        assertThat(loads).isZero();
    }
}
