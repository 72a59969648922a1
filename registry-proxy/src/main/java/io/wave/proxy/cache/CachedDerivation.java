package io.wave.proxy.cache;

import io.wave.augment.derive.Derivation;
import java.time.Duration;
import java.time.Instant;

/** A derivation in memory, with the time until which Redis keeps it for other replicas. */
final class CachedDerivation {

    /** Shorter extensions are not worth a call to Redis. */
    private static final Duration MIN_EXTENSION = Duration.ofMinutes(1);

    private final Derivation derivation;
    private volatile Instant sharedUntil;

    CachedDerivation(Derivation derivation, Instant sharedUntil) {
        this.derivation = derivation;
        this.sharedUntil = sharedUntil;
    }

    Derivation derivation() {
        return derivation;
    }

    /** Whether the expiry in Redis must be extended to this time; true once per extension. */
    boolean extend(Instant expiry) {
        if (!expiry.isAfter(sharedUntil.plus(MIN_EXTENSION))) {
            return false;
        }
        sharedUntil = expiry;
        return true;
    }
}
