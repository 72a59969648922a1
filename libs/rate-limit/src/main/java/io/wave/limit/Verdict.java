package io.wave.limit;

import java.time.Duration;

/** Whether a limit allows a call. */
public sealed interface Verdict {

    /** The call is allowed. */
    record Granted() implements Verdict {}

    /**
     * The limit is exceeded.
     *
     * @param reason message for the user
     * @param retryAfter delay until a call is allowed again
     */
    record Refused(String reason, Duration retryAfter) implements Verdict {

        /** The delay in whole seconds, at least one. */
        public long retryAfterSeconds() {
            return Math.max(1, retryAfter.plusMillis(999).toSeconds());
        }
    }
}
