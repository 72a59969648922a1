package io.wave.job.engine.attempt;

import io.wave.job.engine.store.JobRow;
import java.util.Locale;

/**
 * A job that has ended.
 *
 * @param row the job
 * @param how its end, as meters tell it
 */
public record Ended(JobRow row, How how) {

    /** How jobs end. */
    public enum How {
        SUCCEEDED,
        FAILED,
        CANCELLED,
        TIMED_OUT,
        /** Its worker was lost too often. */
        LOST,
        /** It was not started in time. */
        REFUSED,
        /** Its command could not be read. */
        REJECTED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
