package io.wave.job.engine.plan;

import io.wave.job.engine.outcome.JobFailedException;
import io.wave.job.engine.outcome.Outcome;
import io.wave.job.engine.tool.OutputFilter;
import io.wave.job.engine.tool.ToolCommand;
import io.wave.job.engine.tool.ToolIo;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The work of a job. */
public sealed interface Plan {

    /**
     * Work within the JVM of the worker, whichever runner is configured.
     *
     * @param task the work
     * @param otherwise the fallback if the outcome of the task is {@link Outcome.NeedsTools}
     */
    record InWorker(Task task, @Nullable Tools otherwise) implements Plan {

        public InWorker(Task task) {
            this(task, null);
        }
    }

    /**
     * Command-line tools that a runner runs one after the other.
     *
     * @param inputs prepares the files that the tools need
     * @param containers how the tools run as one container; null if they cannot
     */
    record Tools(Inputs inputs, @Nullable Containers containers) implements Plan {

        /** Tools that cannot run as a container. */
        public Tools(Inputs inputs) {
            this(inputs, null);
        }
    }

    /** The tools of this plan, if it may need any. */
    default Optional<Tools> tools() {
        return switch (this) {
            case Tools tools -> Optional.of(tools);
            case InWorker(var _, var otherwise) -> Optional.ofNullable(otherwise);
        };
    }

    /** Runs the tools as one container. */
    @FunctionalInterface
    interface Containers {

        /**
         * Begins to follow the container of a job, which may not have been launched yet.
         *
         * @throws JobFailedException if the job cannot succeed
         */
        ContainerRun open(Work work) throws IOException, InterruptedException;
    }

    /** Work within the worker, on its own thread; the thread is interrupted to stop it. */
    @FunctionalInterface
    interface Task {

        /** @throws JobFailedException if the work fails */
        Outcome run(Work work) throws IOException, InterruptedException;
    }

    /** Prepares the inputs of tools. */
    @FunctionalInterface
    interface Inputs {

        /**
         * Prepares the folder of the attempt.
         *
         * @throws JobFailedException if the inputs cannot be prepared
         */
        Steps prepare(Work work) throws IOException, InterruptedException;
    }

    /** The tools of one attempt and the resources that stay open while they run. */
    interface Steps extends AutoCloseable {

        List<Step> inOrder();

        /**
         * The outcome of the job after all steps have succeeded. May itself push, after {@link Work#beginPush}; the
         * thread is interrupted to stop the job, but not after the push has begun.
         */
        Outcome outcome() throws IOException, InterruptedException;

        @Override
        void close();
    }

    /** One invocation of a tool. */
    interface Step {

        ToolCommand command();

        /** Whether the step is run; asked when the steps before it have succeeded. */
        default boolean isNeeded() {
            return true;
        }

        /** Whether the job goes on if the command fails. */
        default boolean isOptional() {
            return false;
        }

        /** Selects the output that goes to the log. */
        default OutputFilter output() {
            return OutputFilter.NONE;
        }

        /** Whether the step makes the result visible to others: it is started only after the lease was renewed. */
        default boolean pushes() {
            return false;
        }

        /**
         * A fallback to run if the command fails, for failures that need not fail the job.
         *
         * @param exitCode the exit code of the command, which is not 0
         */
        default Optional<ToolCommand> otherwise(int exitCode) {
            return Optional.empty();
        }

        /**
         * Whether the command is run again after a failure that passes, such as an overloaded server. The step bounds the number
         * of times; the deadline of the job applies too.
         *
         * @param exitCode the exit code of the command, which is not 0
         * @return the pause before it is run again; empty if it is not
         */
        default Optional<Duration> repeatAfter(int exitCode) throws InterruptedException {
            return Optional.empty();
        }

        /**
         * Observes the tool: called about once a second while it runs, with what it has read and written so far. If the result
         * is false, the tool is ended, and its exit code is {@link #ENDED}.
         */
        default Optional<Predicate<ToolIo>> observer() {
            return Optional.empty();
        }

        /** The exit code of a tool that was ended because of its {@link #observer}. */
        int ENDED = -1;

        /** Called after the tool has succeeded. */
        default void succeeded() {}

        /** The outcome of the job for this exit code, which is not 0. */
        Outcome failed(int exitCode);
    }
}
