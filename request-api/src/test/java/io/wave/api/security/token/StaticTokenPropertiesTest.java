package io.wave.api.security.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class StaticTokenPropertiesTest {

    private static final String TOKEN = "wave_0123456789abcdef";

    /** What {@code printf %s wave_fedcba9876543210 | sha256sum} prints. */
    private static final String HASH = "ecdd0678f8c5000aec0af6ea4a0dad911feb366e35b00345c4c37cc8889083c8";

    @Test
    void tokensAreBound() {
        StaticTokenProperties bound = bind(Map.of(
                "wave.tokens.static.alice.secret", "{noop}" + TOKEN,
                "wave.tokens.static.alice.user", "Alice",
                "wave.tokens.static.alice.email", "alice@example.org",
                "wave.tokens.static.team-b.secret", "{sha256}" + HASH,
                "wave.tokens.static.team-b.operator", "true",
                "wave.tokens.static.team-b.organization", "Team B ",
                "wave.tokens.cache.duration", "1h"));
        assertThat(bound.tokens()).containsOnlyKeys("alice", "team-b");
        StaticToken alice = Objects.requireNonNull(bound.tokens().get("alice"));
        assertThat(alice.countedOrganization()).contains("example.org");
        assertThat(alice.hash()).isEqualTo(StaticToken.hash(TOKEN));
        StaticToken team = Objects.requireNonNull(bound.tokens().get("team-b"));
        assertThat(team.operator()).isTrue();
        assertThat(team.hash()).isEqualTo(HASH).isEqualTo(StaticToken.hash("wave_fedcba9876543210"));
        assertThat(team.countedOrganization()).contains("team b");
        assertThat(bound.toString()).doesNotContain(TOKEN, HASH);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "wave_0123456789abcdef",
                "{noop}short",
                "{noop}wave 0123456789 abcdef",
                "{sha256}abc",
                "{sha256}ECDD0678F8C5000AEC0AF6EA4A0DAD911FEB366E35B00345C4C37CC8889083C8",
                "{bcrypt}$2y$10$abc"
            })
    void invalidSecretNamesTheKeyAndNotTheSecret(@Nullable String secret) {
        Map<String, String> properties = secret == null
                ? Map.of("wave.tokens.static.alice.user", "Alice")
                : Map.of("wave.tokens.static.alice.secret", secret);
        assertThatThrownBy(() -> bind(properties))
                .isInstanceOf(BindException.class)
                .hasMessageContaining("wave.tokens.static.alice")
                .rootCause()
                .hasMessageStartingWith("secret: must be {sha256}")
                .hasMessageNotContaining("0123456789");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Alice", "anonymous", "-a", "a_b", "alice.b"})
    void invalidNameIsAnError(String name) {
        assertThatThrownBy(() -> bind(Map.of("wave.tokens.static[%s].secret".formatted(name), "{noop}" + TOKEN)))
                .rootCause()
                .hasMessageStartingWith("wave.tokens.static.")
                .hasMessageContaining("invalid name");
    }

    @Test
    void secretsMustDiffer() {
        assertThatThrownBy(() -> bind(Map.of(
                        "wave.tokens.static.alice.secret", "{noop}" + TOKEN,
                        "wave.tokens.static.bob.secret", "{sha256}" + StaticToken.hash(TOKEN))))
                .rootCause()
                .hasMessageContaining("has the same secret")
                .hasMessageNotContaining(TOKEN);
    }

    private static StaticTokenProperties bind(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("wave.tokens", StaticTokenProperties.class);
    }
}
