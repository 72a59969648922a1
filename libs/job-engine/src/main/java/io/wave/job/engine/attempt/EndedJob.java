package io.wave.job.engine.attempt;

import io.wave.job.engine.store.JobRow;
import java.util.Locale;

/**
 * A job in its final state.
 *
 * @param row the job
 * @param conclusion how it ended, as reported by the metrics
 */
public record EndedJob(JobRow row, Conclusion conclusion) {

    /** How a job ended. */
    public enum Conclusion {
        SUCCEEDED,
        FAILED,
        CANCELLED,
        TIMED_OUT,
        /** It lost its worker too often. */
        LOST,
        /** It was not started before its queue deadline. */
        REFUSED,
        /** Its command could not be read. */
        REJECTED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
