package io.wave.job.engine.plan;

import io.wave.job.engine.outcome.JobFailedException;
import io.wave.job.engine.outcome.Outcome;
import io.wave.job.engine.runner.Runner;
import io.wave.job.engine.tool.OutputFilter;
import io.wave.job.engine.tool.ToolCommand;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is to be done for a job. */
public sealed interface Plan {

    /**
     * Work within the worker, whatever runs the tools.
     *
     * @param task the work
     * @param otherwise what is done instead if the task comes to {@link Outcome.NeedsTools}
     */
    record InWorker(Task task, @Nullable Tools otherwise) implements Plan {

        public InWorker(Task task) {
            this(task, null);
        }
    }

    /**
     * Tools that a {@link Runner} runs one after the other.
     *
     * @param inputs what they need
     */
    record Tools(Inputs inputs) implements Plan {}

    /** Work within the worker, on a thread of its own that is interrupted when it is to stop. */
    @FunctionalInterface
    interface Task {

        /** @throws JobFailedException if the work cannot be done */
        Outcome run(Work work) throws IOException, InterruptedException;
    }

    /** What tools need. */
    @FunctionalInterface
    interface Inputs {

        /**
         * Fills the attempt's folder.
         *
         * @throws JobFailedException if the work cannot be done
         */
        Steps prepare(Work work) throws IOException, InterruptedException;
    }

    /** The tools of one attempt, with what is open as long as they run. */
    interface Steps extends AutoCloseable {

        List<Step> inOrder();

        /** What the job came to, when all steps have succeeded. */
        Outcome outcome() throws IOException, InterruptedException;

        @Override
        void close();
    }

    /** One tool. */
    interface Step {

        ToolCommand command();

        /** What of its output goes to the log. */
        default OutputFilter output() {
            return OutputFilter.NONE;
        }

        /** Whether it makes the result visible to others: begun only under a lease just renewed. */
        default boolean pushes() {
            return false;
        }

        /** Another way to do the step, after a failure that need not fail the whole job. */
        default Optional<ToolCommand> otherwise() {
            return Optional.empty();
        }

        /** The tool has ended well. */
        default void succeeded() {}

        /** What the exit code, not 0, means for the job. */
        Outcome failed(int exitCode);
    }
}
