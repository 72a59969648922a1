package io.wave.api.security.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class VerifiedCredentialsCacheTest {

    private final AtomicLong nanos = new AtomicLong();
    private final VerifiedCredentialsCache taken = new VerifiedCredentialsCache(new SecureRandom(), nanos::get);

    @Test
    void credentialsAreCachedForAShortTime() {
        taken.add("me:secret");
        assertThat(taken.contain("me:secret")).isTrue();
        assertThat(taken.contain("me:Secret")).isFalse();
        nanos.addAndGet(Duration.ofMinutes(5).toNanos());
        assertThat(taken.contain("me:secret")).isFalse();
    }
}
