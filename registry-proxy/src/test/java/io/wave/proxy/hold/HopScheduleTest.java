package io.wave.proxy.hold;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HopScheduleTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final String SKOPEO = "skopeo/1.9.3";

    private final HopSchedule plan = new HopSchedule(properties(null));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "containerd/2.4.0",
                "docker/29.0.0 go/go1.25 containerd-client/2.3.5+unknown storage-driver/overlayfs",
                "buildkit/v0.20",
                "nerdctl/2.0",
                "Containerd/1"
            })
    void clientWithShortTimeoutGetsShortHops(String userAgent) {
        assertThat(plan.length(userAgent, 1, null, NOW)).isEqualTo(Duration.ofSeconds(25));
        assertThat(plan.length(userAgent, 10, NOW.plusSeconds(900), NOW)).isEqualTo(Duration.ofSeconds(25));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", SKOPEO, "docker/20.10.24 go/go1.19", "go-containerregistry/v0.22", "Buildah/1.28"})
    void otherClientGetsTenthOfTotal(String userAgent) {
        assertThat(plan.length(userAgent, 1, null, NOW)).isEqualTo(Duration.ofSeconds(150));
        assertThat(plan.length(userAgent, 1, NOW.plusSeconds(990), NOW)).isEqualTo(Duration.ofSeconds(100));
    }

    @Test
    void remainingTimeIsDividedByRemainingResponses() {
        assertThat(plan.length(SKOPEO, 6, NOW.plusSeconds(490), NOW)).isEqualTo(Duration.ofSeconds(100));
        assertThat(plan.length(SKOPEO, 10, NOW.plusSeconds(90), NOW)).isEqualTo(Duration.ofSeconds(100));
    }

    @Test
    void hopEndsWithGraceAfterDeadline() {
        assertThat(plan.length("containerd/2.4.0", 1, NOW.minusSeconds(3), NOW)).isEqualTo(Duration.ofSeconds(7));
        assertThat(plan.length("containerd/2.4.0", 1, NOW.minusSeconds(60), NOW))
                .isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void tenthResponseIsLast() {
        assertThat(plan.isLast(9, NOW.plusSeconds(1), NOW)).isFalse();
        assertThat(plan.isLast(10, NOW.plusSeconds(1), NOW)).isTrue();
        assertThat(plan.isLast(10, null, NOW)).isTrue();
    }

    @Test
    void responseAfterDeadlineIsLast() {
        assertThat(plan.isLast(2, NOW.minusSeconds(9), NOW)).isFalse();
        assertThat(plan.isLast(2, NOW.minusSeconds(10), NOW)).isTrue();
    }

    @Test
    void hopsAreConfigurable() {
        var fixed = new HoldProperties.FixedHop(Pattern.compile("skopeo"), Duration.ofSeconds(5));
        assertThat(new HopSchedule(properties(List.of(fixed))).length(SKOPEO, 1, null, NOW))
                .isEqualTo(Duration.ofSeconds(5));
    }

    private static HoldProperties properties(@Nullable List<HoldProperties.FixedHop> hops) {
        return new HoldProperties(Duration.ofMinutes(25), GRACE, Duration.ofSeconds(10), Duration.ofSeconds(5), hops);
    }
}
