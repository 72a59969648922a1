package io.wave.job.engine.store;

import io.wave.job.JobState;
import io.wave.job.StorableText;
import io.wave.job.engine.outcome.Result;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A change of a job's state: where it leads and which states it may leave. A final state is never among those. */
public sealed interface StateChange {

    /** The state that follows. */
    JobState to();

    /** The states that it may leave; in any other it changes nothing. */
    Set<JobState> from();

    /** The result is on its way to the registry. */
    record Push() implements StateChange {
        @Override
        public JobState to() {
            return JobState.PUSHING;
        }

        @Override
        public Set<JobState> from() {
            return EnumSet.of(JobState.RUNNING, JobState.PUSHING);
        }
    }

    /** A job that runs was told to stop. */
    record Cancel() implements StateChange {
        @Override
        public JobState to() {
            return JobState.CANCELLING;
        }

        @Override
        public Set<JobState> from() {
            return EnumSet.of(JobState.RUNNING, JobState.PUSHING);
        }
    }

    /** A job that does not run yet ends without having run. */
    record FailUnstarted(String failure) implements StateChange, End {

        public FailUnstarted {
            failure = StorableText.of(failure);
        }

        @Override
        public JobState to() {
            return JobState.FAILED;
        }

        @Override
        public Set<JobState> from() {
            return EnumSet.of(JobState.WAITING, JobState.QUEUED);
        }
    }

    /** The work is done; also where the word to stop came too late. */
    record Succeed(Result result, @Nullable String note) implements StateChange, End {
        @Override
        public JobState to() {
            return JobState.SUCCEEDED;
        }

        @Override
        public Set<JobState> from() {
            return STARTED;
        }
    }

    /** The work cannot be done, or was stopped and is known to be gone. */
    record Fail(String failure, @Nullable Integer exitCode) implements StateChange, End {
        @Override
        public JobState to() {
            return JobState.FAILED;
        }

        @Override
        public Set<JobState> from() {
            return STARTED;
        }
    }

    /** A change to a final state. */
    sealed interface End extends StateChange permits FailUnstarted, Succeed, Fail {}

    /** States in which something of the job may run. */
    Set<JobState> STARTED =
            Set.copyOf(EnumSet.of(JobState.RUNNING, JobState.PUSHING, JobState.CANCELLING, JobState.TIMING_OUT));
}
