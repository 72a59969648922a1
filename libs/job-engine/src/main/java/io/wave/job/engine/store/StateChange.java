package io.wave.job.engine.store;

import io.wave.job.JobState;
import io.wave.job.StorableText;
import io.wave.job.engine.outcome.Result;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A state change of a job: the new state and the states it may follow. No change follows a final state. */
public sealed interface StateChange {

    /** The new state. */
    JobState to();

    /** The states it may follow; in any other state it has no effect. */
    Set<JobState> from();

    /** The push of the result has begun. */
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

    /** A stop of a running job was requested. */
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

    /** A job ends before it was started. */
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

    /** The work succeeded; also if a stop was requested too late. */
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

    /** The work failed, or was stopped and has ended. */
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

    /** States in which work of the job may be running. */
    Set<JobState> STARTED =
            Set.copyOf(EnumSet.of(JobState.RUNNING, JobState.PUSHING, JobState.CANCELLING, JobState.TIMING_OUT));
}
