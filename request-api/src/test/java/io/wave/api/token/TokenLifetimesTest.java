package io.wave.api.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.image.ImageReference;
import io.wave.token.ContainerToken;
import io.wave.token.RequestRecord;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TokenLifetimesTest {

    private static final Instant CREATED = Instant.parse("2026-11-30T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void tokenOfAUserIsRenewedWithoutLimit() {
        TokenLifetimes lifetimes = lifetimes(null);
        RequestRecord request = request("alice", CREATED.plus(HOUR));
        Instant later = CREATED.plus(Duration.ofDays(400));
        assertThat(lifetimes.limit(request)).isEmpty();
        assertThat(lifetimes.renewed(request, later)).isEqualTo(later.plus(HOUR));
        assertThat(lifetimes.withRenewal(request).renewAt()).isEqualTo(CREATED.plus(HOUR.dividedBy(2)));
    }

    @Test
    void tokenIsRenewedUpToTheLimitAndNotAfterIt() {
        TokenLifetimes lifetimes = lifetimes(HOUR.multipliedBy(2));
        Instant limit = CREATED.plus(HOUR.multipliedBy(2));
        RequestRecord request = request("alice", CREATED.plus(HOUR));
        assertThat(lifetimes.renewed(request, CREATED.plus(Duration.ofMinutes(90))))
                .isEqualTo(limit);
        assertThat(lifetimes.withRenewal(request("alice", limit)).renewAt()).isNull();
    }

    @Test
    void limitThatIsShorterThanTheLifetimeShortensNoToken() {
        TokenLifetimes lifetimes = lifetimes(Duration.ZERO);
        RequestRecord request = request("alice", CREATED.plus(HOUR));
        assertThat(lifetimes.renewed(request, CREATED.plus(Duration.ofMinutes(50))))
                .isEqualTo(request.expiresAt());
        assertThat(lifetimes.withRenewal(request).renewAt()).isNull();
        assertThat(lifetimes.limit(request)).contains(request.expiresAt());
    }

    @Test
    void anonymousTokenHasALimitOfItsOwn() {
        RequestRecord request = request(RequestRecord.ANONYMOUS, CREATED.plus(HOUR));
        assertThat(lifetimes(null).limit(request)).contains(CREATED.plus(Duration.ofDays(7)));
    }

    private static TokenLifetimes lifetimes(@Nullable Duration userLimit) {
        return new TokenLifetimes(new TokenProperties(HOUR), new TokenRenewalProperties(Duration.ofDays(7), userLimit));
    }

    private static RequestRecord request(String tenant, Instant expiry) {
        return new RequestRecord(
                new ContainerToken("0123456789ab"),
                tenant,
                ImageReference.parse("docker.io/library/busybox"),
                null,
                null,
                null,
                null,
                false,
                false,
                CREATED,
                expiry);
    }
}
