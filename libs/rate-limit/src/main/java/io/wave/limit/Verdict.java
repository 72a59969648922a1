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

        /** With the delay in the message. */
        static Refused of(String reason, Duration retryAfter) {
            Refused refused = new Refused(reason, retryAfter);
            return new Refused("%s; try again in %d s".formatted(reason, refused.retryAfterSeconds()), retryAfter);
        }

        /** The delay in whole seconds, at least one. */
        public long retryAfterSeconds() {
            return Math.max(1, retryAfter.plusMillis(999).toSeconds());
        }
    }
}
