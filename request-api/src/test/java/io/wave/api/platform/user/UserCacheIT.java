package io.wave.api.platform.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.wave.api.platform.PlatformEndpoint;
import io.wave.api.platform.call.Outages;
import io.wave.api.platform.call.PlatformLogin;
import io.wave.api.security.caller.Secret;
import io.wave.api.web.problem.ApiException;
import io.wave.local.IntegrationTest;
import io.wave.local.LocalServices;
import io.wave.security.RootKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

/** Users of tokens in Redis. Each cache is a replica that has just started. */
class UserCacheIT {

    private static final Instant START = Instant.parse("2026-11-30T12:00:00Z");
    private static final Duration FRESH = Duration.ofMinutes(10);
    private static final Duration TOLERANCE = Duration.ofHours(1);
    private static final PlatformUser ANN = new PlatformUser("1", "ann", "ann@lab.test");
    private static final PlatformUser RENAMED = new PlatformUser("1", "anna", null);

    private final Outages outages = new Outages(TOLERANCE, new SimpleMeterRegistry());
    private final PlatformLogin login =
            new PlatformLogin(PlatformEndpoint.parse("https://platform.test"), new Secret("t-" + UUID.randomUUID()));

    @SuppressWarnings("NullAway.Init") // set before each test
    private LettuceConnectionFactory connections;

    @BeforeEach
    void connect() {
        var configuration = new RedisStandaloneConfiguration(
                LocalServices.redis().host(), LocalServices.redis().port());
        configuration.setPassword(LocalServices.redis().password());
        connections = new LettuceConnectionFactory(configuration);
        connections.afterPropertiesSet();
        connections.start();
        assertThat(at(Duration.ZERO).get(login, () -> ANN)).isEqualTo(ANN);
    }

    @AfterEach
    void disconnect() {
        connections.destroy();
    }

    private UserCache at(Duration passed) {
        Clock clock = Clock.fixed(START.plus(passed), ZoneOffset.UTC);
        return new UserCache(
                new StringRedisTemplate(connections),
                RootKey.parse(IntegrationTest.TEST_KEY),
                outages,
                clock,
                Runnable::run);
    }

    private static PlatformUser down() {
        throw ApiException.tooSlow("down");
    }

    private static PlatformUser refused() {
        throw ApiException.tokenInvalid("refused");
    }

    @Test
    void userIsLoadedAgainAfterTenMinutes() {
        assertThat(at(FRESH.minusSeconds(1)).get(login, () -> RENAMED)).isEqualTo(ANN);
        assertThat(at(FRESH).get(login, () -> RENAMED)).isEqualTo(RENAMED);
        assertThat(at(FRESH).get(login, () -> ANN)).isEqualTo(RENAMED);
    }

    @Test
    void userIsKnownWhileThePlatformIsDown() {
        UserCache later = at(FRESH);
        assertThat(later.get(login, UserCacheIT::down)).isEqualTo(ANN);
        assertThat(later.get(login, UserCacheIT::refused)).as("is asked later").isEqualTo(ANN);
    }

    @Test
    void userWhomThePlatformRefusesIsForgotten() {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> at(FRESH).get(login, UserCacheIT::refused))
                .withMessage("refused");
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> at(FRESH).get(login, UserCacheIT::down))
                .withMessage("down");
    }

    @Test
    void forgottenUserIsLoadedAgain() {
        UserCache cache = at(Duration.ZERO);
        assertThat(cache.get(login, UserCacheIT::down)).isEqualTo(ANN);
        cache.forget(login);
        assertThat(cache.get(login, () -> RENAMED)).isEqualTo(RENAMED);
    }
}
