package io.wave.job.engine;

import io.wave.image.Digest;
import org.jspecify.annotations.Nullable;

/** How an attempt ended. None is reported before all that the attempt ran is known to be gone. */
public sealed interface Outcome {

    /**
     * The work is done.
     *
     * @param digest digest of what was made
     * @param note what is to be said of how, if anything
     */
    record Succeeded(Digest digest, @Nullable String note) implements Outcome {

        public Succeeded(Digest digest) {
            this(digest, null);
        }
    }

    /**
     * The work cannot be done.
     *
     * @param reason why, in words for the user
     * @param exitCode exit code of the tool that failed, where one ran to its end
     */
    record Failed(String reason, @Nullable Integer exitCode) implements Outcome {}

    /** It was stopped by us: the job was cancelled or timed out, the lease was lost, or this process ends. */
    record Stopped() implements Outcome {}
}
