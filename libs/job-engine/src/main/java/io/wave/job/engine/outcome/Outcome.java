package io.wave.job.engine.outcome;

import io.wave.image.Digest;
import io.wave.job.StorableText;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt ended. Except for {@link Detached} and {@link Disrupted}, it is reported only after everything that the
 * attempt ran has ended.
 */
public sealed interface Outcome {

    /**
     * The work succeeded.
     *
     * @param result what the job produced
     * @param note a remark on how it was done, if any
     */
    record Succeeded(Result result, @Nullable String note) implements Outcome {

        public Succeeded {
            note = note == null ? null : StorableText.of(note);
        }

        /** The job produced an image. */
        public Succeeded(Digest digest) {
            this(new Result.Image(digest), null);
        }
    }

    /**
     * The work failed.
     *
     * @param reason the message for the user
     * @param exitCode exit code of the tool that failed, if a tool failed
     */
    record Failed(String reason, @Nullable Integer exitCode) implements Outcome {

        public Failed {
            reason = StorableText.of(reason);
        }
    }

    /**
     * The job lost its worker too often and is not launched again.
     *
     * @param reason the message for the user
     */
    record Lost(String reason) implements Outcome {}

    /**
     * What the attempt ran on was lost, for example the node of a cluster, through no fault of the job. It is launched again, unless it
     * was lost too often. What is left of the attempt may still run, without any effect on another one.
     *
     * @param reason what was lost, in words for the user
     */
    record Disrupted(String reason) implements Outcome {}

    /** The attempt was stopped: the job was cancelled or timed out, the lease was lost, or this worker stops. */
    record Stopped() implements Outcome {}

    /** The work continues without this worker; another attempt attaches to it. */
    record Detached() implements Outcome {}

    /** A task within the worker cannot do the work, tools are needed; nothing visible to others was done. */
    record NeedsTools() implements Outcome {}
}
