package io.wave.proxy.cache;

import io.wave.augment.derive.Derivation;
import java.time.Duration;
import java.time.Instant;

/** A derivation in memory, and until when the other replicas find it in Redis. */
final class KeptDerivation {

    /** A call to Redis is not worth less. */
    private static final Duration SLACK = Duration.ofMinutes(1);

    private final Derivation derivation;
    private volatile Instant sharedUntil;

    KeptDerivation(Derivation derivation, Instant sharedUntil) {
        this.derivation = derivation;
        this.sharedUntil = sharedUntil;
    }

    Derivation derivation() {
        return derivation;
    }

    /** Whether Redis has to be told of this end; true once for each. */
    boolean mustLast(Instant end) {
        if (!end.isAfter(sharedUntil.plus(SLACK))) {
            return false;
        }
        sharedUntil = end;
        return true;
    }
}
