package io.wave.limit;

import java.time.Duration;

/** Whether a caller may go on. */
public sealed interface Verdict {

    /** It may. */
    record Granted() implements Verdict {}

    /**
     * It may not.
     *
     * @param reason which limit, of whom, for the user
     * @param retryAfter when there will be room again
     */
    record Refused(String reason, Duration retryAfter) implements Verdict {

        /** Whole seconds after which there is room, at least one. */
        public long retryAfterSeconds() {
            return Math.max(1, retryAfter.plusMillis(999).toSeconds());
        }
    }
}
