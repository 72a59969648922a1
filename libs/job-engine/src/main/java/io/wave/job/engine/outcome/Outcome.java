package io.wave.job.engine.outcome;

import io.wave.image.Digest;
import io.wave.job.StorableText;
import org.jspecify.annotations.Nullable;

/** How an attempt ended. Except for {@link Detached}, none is reported before all that it ran is known to be gone. */
public sealed interface Outcome {

    /**
     * The work is done.
     *
     * @param result what came of it
     * @param note what is to be said of how, if anything
     */
    record Succeeded(Result result, @Nullable String note) implements Outcome {

        public Succeeded {
            note = note == null ? null : StorableText.of(note);
        }

        /** An image was made. */
        public Succeeded(Digest digest) {
            this(new Result.Image(digest), null);
        }
    }

    /**
     * The work cannot be done.
     *
     * @param reason why, in words for the user
     * @param exitCode exit code of the tool that failed, where one ran to its end
     */
    record Failed(String reason, @Nullable Integer exitCode) implements Outcome {

        public Failed {
            reason = StorableText.of(reason);
        }
    }

    /**
     * It is not begun again, since its worker was lost too often.
     *
     * @param reason in words for the user
     */
    record Lost(String reason) implements Outcome {}

    /** It was stopped by us: the job was cancelled or timed out, the lease was lost, or this worker stops. */
    record Stopped() implements Outcome {}

    /** It goes on without this worker; another attempt attaches to it. */
    record Detached() implements Outcome {}

    /** Only tools can do the work, and nothing that others could see was done: for tasks within the worker. */
    record NeedsTools() implements Outcome {}
}
