package io.wave.registry.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.wave.image.ImageReference;
import io.wave.security.RootKey;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserLoginsTest {

    private static final RootKey KEY = RootKey.parse("dGVzdC10ZXN0LXRlc3QtdGVzdC10ZXN0LXRlc3QtdGU=");
    private static final String ANN = UserLogins.TENANT_PREFIX + "ann";
    private static final String BEN = UserLogins.TENANT_PREFIX + "ben";
    private static final ImageReference APP = ImageReference.parse("quay.test/lab/app:1");
    private static final ImageReference OTHER = ImageReference.parse("quay.test/lab/other:1");
    private static final Credentials LOGIN = new Credentials("ann", "secret");
    private static final Instant NOW = Instant.EPOCH;

    private final UserLogins logins = new UserLogins(KEY);
    private final UserLogins elsewhere = new UserLogins(KEY);

    @Test
    void credentialsAreForOneTenantAndRepository() {
        logins.set(ANN, APP, login(LOGIN, 0));
        assertThat(logins.find(ANN, "quay.test", "lab/app")).hasValue(LOGIN);
        assertThat(logins.find(BEN, "quay.test", "lab/app")).isEmpty();
        assertThat(logins.find(ANN, "quay.test", "lab/app/part")).hasValue(LOGIN);
        assertThat(logins.find(ANN, "quay.test", "lab/other")).isEmpty();
        assertThat(logins.find("ann", "quay.test", "lab/app")).isEmpty();
        logins.set(ANN, APP, Optional.empty());
        assertThat(logins.find(ANN, "quay.test", "lab/app")).isEmpty();
    }

    @Test
    void sealedOnesAreOpenedForTheirTenantOnly() {
        logins.set(ANN, APP, login(LOGIN, 0));
        String sealed = logins.seal(ANN, List.of(APP, OTHER));
        assertThat(sealed).doesNotContain("secret", "ann", "quay");
        elsewhere.open(BEN, sealed, NOW);
        assertThat(elsewhere.find(BEN, "quay.test", "lab/app")).isEmpty();
        elsewhere.open(ANN, sealed, NOW);
        assertThat(elsewhere.find(ANN, "quay.test", "lab/app")).hasValue(LOGIN);
        UserLogins ofOtherKey = new UserLogins(RootKey.parse(Base64.getEncoder().encodeToString(new byte[32])));
        ofOtherKey.open(ANN, sealed, NOW);
        assertThat(ofOtherKey.find(ANN, "quay.test", "lab/app")).isEmpty();
        assertThat(logins.seal(ANN, List.of(OTHER))).isNull();
        assertThat(new UserLogins(null).seal(ANN, List.of(APP))).isNull();
    }

    @Test
    void newerOnesAreKept() {
        logins.set(ANN, APP, login(LOGIN, 0));
        String old = logins.seal(ANN, List.of(APP));
        Credentials replaced = new Credentials("ann", "replaced");
        elsewhere.set(ANN, APP, login(replaced, 2));
        elsewhere.open(ANN, old, NOW.plusSeconds(1));
        assertThat(elsewhere.find(ANN, "quay.test", "lab/app")).hasValue(replaced);
        elsewhere.open(ANN, old, NOW.plusSeconds(3));
        assertThat(elsewhere.find(ANN, "quay.test", "lab/app")).hasValue(LOGIN);
    }

    @Test
    void thoseOfTheLongestPathAreUsedAndReplacedTogether() {
        Credentials lab = new Credentials("lab", "secret");
        logins.set(ANN, OTHER, Optional.of(new UserLogins.Login("quay.test", LOGIN, NOW)));
        logins.set(ANN, APP, Optional.of(new UserLogins.Login("quay.test/lab", lab, NOW)));
        assertThat(logins.find(ANN, "quay.test", "lab/app")).hasValue(lab);
        assertThat(logins.find(ANN, "quay.test", "else")).isEmpty();
        logins.set(ANN, APP, Optional.of(new UserLogins.Login("quay.test", LOGIN, NOW)));
        assertThat(logins.find(ANN, "quay.test", "lab/app")).hasValue(LOGIN);
    }

    @Test
    void thoseOfAJobAreForgottenWhenItEnds() {
        logins.set(ANN, APP, login(LOGIN, 0));
        String sealed = requireNonNull(logins.seal(ANN, List.of(APP)));
        assertThat(elsewhere.openFor("job", BEN, sealed, NOW)).isFalse();
        assertThat(elsewhere.openFor("job", ANN, sealed, NOW)).isTrue();
        assertThat(elsewhere.openFor("other job", ANN, sealed, NOW)).isTrue();
        elsewhere.close("job");
        assertThat(elsewhere.find(ANN, "quay.test", "lab/app")).hasValue(LOGIN);
        assertThat(elsewhere.find(BEN, "quay.test", "lab/app")).isEmpty();
        elsewhere.close("other job");
        assertThat(elsewhere.find(ANN, "quay.test", "lab/app")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "build failed: access denied in quay.test/lab/app:1 | build failed: access denied in quay.test/lab/app:1%s",
                "'failed: denied: quay.test/lab/app:\nmore:\n' | 'failed: denied: quay.test/lab/app%s:\nmore:\n'",
                "build failed: access denied by quay.test/lab/other | build failed: access denied by quay.test/lab/other",
                "build failed: quay.test/lab/app: not found | build failed: quay.test/lab/app: not found",
            })
    void failureSaysWhoseCredentialsWereRefused(String failure, String explained) {
        logins.set(ANN, APP, login(LOGIN, 0));
        String words =
                "; for quay.test/lab/app the registry was shown the credentials that the user keeps in the Platform";
        assertThat(logins.explain(ANN, failure)).isEqualTo(explained.replace("%s", words));
        assertThat(logins.explain(BEN, failure)).isEqualTo(failure);
    }

    private static Optional<UserLogins.Login> login(Credentials credentials, int seconds) {
        return Optional.of(new UserLogins.Login(APP.name(), credentials, NOW.plusSeconds(seconds)));
    }
}
