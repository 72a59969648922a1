package io.wave.cloud.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wave.cloud.Targets;
import io.wave.cloud.login.LoginException.Reason;
import io.wave.oci.OciErrorCode;
import io.wave.registry.access.RegistryTarget;
import io.wave.registry.config.Credentials;
import io.wave.registry.error.RegistryException;
import io.wave.registry.error.RegistryFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;

class CloudLoginsTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration WAIT = Duration.ofMinutes(2);
    private static final RegistryTarget TARGET = Targets.of("registry.test", new Credentials("key", "secret"));

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final Numbered cloud = new Numbered();
    private final CloudLogins logins =
            new CloudLogins(List.of(cloud), clock(), task -> Thread.ofVirtual().start(task));

    @Test
    void concurrentCallsShareOneRequest() {
        cloud.gate = new CountDownLatch(1);

        Mono<List<Credentials>> both = Mono.zip(logins.login(TARGET), logins.login(TARGET))
                .map(pair -> List.of(pair.getT1(), pair.getT2()))
                .doOnSubscribe(_ -> cloud.gate.countDown());

        assertThat(both.block(WAIT)).containsOnly(login(1));
    }

    @ParameterizedTest
    @CsvSource({"PT12H, PT3H", "PT1H, PT55M", "PT3M, PT1M"})
    void loginIsRenewedBeforeItEnds(Duration validity, Duration renewal) {
        cloud.validity = validity;
        login();
        now.set(START.plus(renewal).minusSeconds(1));
        assertThat(login()).isEqualTo(login(1));

        now.set(START.plus(renewal));
        assertThat(login()).isEqualTo(login(2));
    }

    @Test
    void loginsAreNotSharedBetweenCredentials() {
        login();

        assertThat(logins.login(Targets.of("registry.test", new Credentials("key", "other")))
                        .block(WAIT))
                .isEqualTo(login(2));
    }

    @Test
    void toolsGetANewLogin() {
        login();
        now.set(START.plusSeconds(299));
        assertThat(logins.fresh(TARGET).block(WAIT)).isEqualTo(login(1));

        now.set(START.plusSeconds(300));
        assertThat(logins.fresh(TARGET).block(WAIT)).isEqualTo(login(2));
        assertThat(login()).isEqualTo(login(2));
    }

    @Test
    void rejectedLoginIsReplacedUnlessItIsNew() {
        Credentials first = login();
        assertThat(logins.replacement(TARGET, first).blockOptional(WAIT)).isEmpty();

        now.set(START.plusSeconds(60));
        assertThat(logins.replacement(TARGET, first).block(WAIT)).isEqualTo(login(2));
        assertThat(logins.replacement(TARGET, first).block(WAIT)).isEqualTo(login(2));
        assertThat(logins.replacement(TARGET, login(2)).blockOptional(WAIT)).isEmpty();
    }

    @Test
    void failuresAreNotKept() {
        cloud.failure = new LoginException(Reason.REJECTED, "wrong key", null);
        assertThatThrownBy(this::login).isInstanceOfSatisfying(RegistryException.class, failure -> {
            assertThat(failure.code()).isEqualTo(OciErrorCode.UNAUTHORIZED);
            assertThat(failure).hasMessage("registry.test/team/app: wrong key");
        });

        cloud.failure = null;
        assertThat(login()).isEqualTo(login(2));
    }

    @Test
    void formerLoginIsUsedWhileTheCloudIsUnavailable() {
        cloud.validity = Duration.ofHours(1);
        login();
        cloud.failure = new LoginException(Reason.UNAVAILABLE, "down", null);
        now.set(START.plusSeconds(3599));
        assertThat(login()).isEqualTo(login(1));

        now.set(START.plusSeconds(3600).plusSeconds(60));
        assertThatThrownBy(this::login)
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        failure -> assertThat(failure.failure()).isEqualTo(RegistryFailure.LOGIN));
    }

    @Test
    void formerLoginIsNotUsedAfterTheCredentialsWereRejected() {
        login();
        cloud.failure = new LoginException(Reason.REJECTED, "revoked", null);
        now.set(START.plus(Duration.ofHours(4)));

        assertThatThrownBy(this::login).hasMessageEndingWith("revoked");
    }

    @ParameterizedTest
    @EnumSource(names = {"AWS_IDENTITY", "GOOGLE_IDENTITY", "AZURE_IDENTITY"})
    void identityIsNotSentToARegistryOfAnotherCloud(Credentials.Kind kind) {
        RegistryTarget other = Targets.of("other.test", Targets.identity(kind));

        assertThatThrownBy(() -> logins.login(other).block(WAIT))
                .hasMessageContaining("wave.registries.other.test.identity");
    }

    @Test
    void otherCredentialsAreSentAsTheyAre() {
        Credentials configured = new Credentials("user", "secret");

        assertThat(logins.login(Targets.of("other.test", configured)).block(WAIT))
                .isEqualTo(configured);
        assertThat(logins.replacement(Targets.of("other.test", configured), configured)
                        .blockOptional(WAIT))
                .isEmpty();
    }

    private Credentials login() {
        return logins.login(TARGET).blockOptional(WAIT).orElseThrow();
    }

    private static Credentials login(int number) {
        return new Credentials("login", Integer.toString(number));
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now.get();
            }
        };
    }

    /** Gives out logins by number for one registry. */
    private final class Numbered implements LoginProvider {

        private final AtomicInteger requests = new AtomicInteger();
        private Duration validity = Duration.ofHours(12);
        private volatile @Nullable LoginException failure;
        private volatile CountDownLatch gate = new CountDownLatch(0);

        @Override
        public Optional<String> scope(RegistryTarget target) {
            return Optional.of("scope").filter(_ -> target.registry().equals("registry.test"));
        }

        @Override
        public CloudLogin request(RegistryTarget target) {
            int number = requests.incrementAndGet();
            try {
                gate.await();
            } catch (InterruptedException stop) {
                throw new IllegalStateException(stop);
            }
            LoginException failing = failure;
            if (failing != null) {
                throw failing;
            }
            return CloudLogin.of(login(number), now.get(), now.get().plus(validity));
        }
    }
}
