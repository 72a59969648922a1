package io.wave.builder.buildkit;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** When a step ran. BuildKit may run a step several times: it resolves an image first and pulls it when it is needed. */
final class StepTimes {

    private @Nullable Instant first;
    private @Nullable Instant begun;
    private @Nullable Instant ended;
    private Duration earlier = Duration.ZERO;

    /** The step begins to run; a repeated report changes nothing. */
    void begin(Instant at) {
        if (at.equals(begun)) {
            return;
        }
        earlier = active().orElse(earlier);
        if (first == null) {
            first = at;
        }
        begun = at;
        ended = null;
    }

    /** The step ends; returns whether it was running. */
    boolean end(Instant at) {
        if (!isRunning() || at.isBefore(begun)) {
            return false;
        }
        ended = at;
        return true;
    }

    boolean isRunning() {
        return begun != null && ended == null;
    }

    Optional<Instant> started() {
        return Optional.ofNullable(first);
    }

    Optional<Instant> ended() {
        return Optional.ofNullable(ended);
    }

    /** How long it ran, without the time between its runs; empty while it runs. */
    Optional<Duration> active() {
        return begun == null || ended == null
                ? Optional.empty()
                : Optional.of(earlier.plus(Duration.between(begun, ended)));
    }
}
