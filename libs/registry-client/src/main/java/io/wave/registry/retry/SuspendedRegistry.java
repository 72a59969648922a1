package io.wave.registry.retry;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A registry, or another server of one, that is not called because it did not answer.
 *
 * @param server host and port
 * @param failures calls in a row that it did not answer
 * @param reason how the last of them failed, without the repository that it was for
 * @param since the time of the first of them
 * @param nextAttempt the time from which a call is sent again
 */
public record SuspendedRegistry(String server, int failures, String reason, Instant since, Instant nextAttempt) {

    /** In words, for messages. */
    public String describe(Instant now) {
        return "registry '%s' has failed %d times in the last %s (%s), next attempt at %s"
                .formatted(
                        server,
                        failures,
                        words(Duration.between(since, now)),
                        reason,
                        nextAttempt.truncatedTo(ChronoUnit.SECONDS));
    }

    private static String words(Duration time) {
        long seconds = Math.max(1, time.toSeconds());
        return seconds < 120 ? seconds + " s" : time.toMinutes() + " min";
    }
}
