package io.wave.api.security.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.KeyType;
import io.wave.security.TrustedCertificates;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IssuerKeysTest {

    private static final Duration INTERVAL = Duration.ofSeconds(30);

    private final TestIssuer issuer = TestIssuer.start();
    private final AtomicLong now = new AtomicLong(-17);
    private final IssuerKeys keys = new IssuerKeys(
            new IssuerClient(properties(issuer.issuer()), TrustedCertificates.OF_RUNTIME), INTERVAL, now::get);

    static IssuerProperties properties(String issuer) {
        return new IssuerProperties(issuer, List.of(TestIssuer.AUDIENCE), null, List.of());
    }

    @AfterEach
    void stop() {
        issuer.close();
    }

    @Test
    void keysAreLoadedOnceAndAgainAfterFiveMinutes() throws IssuerUnavailableException {
        assertThat(issuer.loads()).isZero();
        assertIsKnown(issuer.rsa().getKeyID());
        assertIsKnown(issuer.rsa().getKeyID());
        assertThat(issuer.loads()).isEqualTo(1);
        pass(Duration.ofMinutes(5));
        assertIsKnown(issuer.rsa().getKeyID());
        assertThat(issuer.loads()).isEqualTo(2);
    }

    @Test
    void unknownKeysAreLookedUpOnceAnInterval() throws IssuerUnavailableException {
        assertIsKnown(issuer.rsa().getKeyID());
        String old = issuer.rotate().getKeyID();
        for (int token = 0; token < 5; token++) {
            assertThat(keys.get(selector("unknown" + token), null)).isEmpty();
        }
        assertThat(issuer.loads()).isEqualTo(1);
        pass(INTERVAL);
        assertIsKnown(issuer.rsa().getKeyID());
        assertThat(issuer.loads()).isEqualTo(2);
        assertThat(keys.get(selector(old), null)).isEmpty();
        assertThat(issuer.loads()).isEqualTo(2);
    }

    @Test
    void keysRemainUsableWhileTheIssuerIsAway() throws IssuerUnavailableException {
        String known = issuer.rsa().getKeyID();
        assertIsKnown(known);
        issuer.respondWith(500);
        pass(Duration.ofMinutes(59));
        assertIsKnown(known);
        // It may be a new key.
        assertUnavailable("unknown");
        pass(Duration.ofMinutes(1));
        assertUnavailable(known);
        issuer.respondWith(200);
        assertUnavailable(known);
        pass(IssuerKeys.RETRY);
        assertIsKnown(known);
    }

    @Test
    void otherDocumentsAreNotKeys() {
        for (String wrong : List.of(issuer.issuer() + "/", issuer.issuer() + "/other", "http://localhost:1")) {
            IssuerKeys none = new IssuerKeys(
                    new IssuerClient(properties(wrong), TrustedCertificates.OF_RUNTIME), INTERVAL, now::get);
            assertThatExceptionOfType(IssuerUnavailableException.class)
                    .as(wrong)
                    .isThrownBy(() -> none.get(selector("any"), null));
        }
        assertThat(issuer.loads()).isZero();
    }

    private void assertIsKnown(String id) throws IssuerUnavailableException {
        assertThat(keys.get(selector(id), null)).hasSize(1);
    }

    private void assertUnavailable(String id) {
        assertThatExceptionOfType(IssuerUnavailableException.class).isThrownBy(() -> keys.get(selector(id), null));
    }

    private static JWKSelector selector(String id) {
        return new JWKSelector(
                new JWKMatcher.Builder().keyType(KeyType.RSA).keyID(id).build());
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }
}
