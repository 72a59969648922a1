package io.wave.job.engine.test;

import io.wave.job.engine.outcome.JobFailedException;
import io.wave.job.engine.outcome.Outcome;
import io.wave.job.engine.outcome.Result;
import io.wave.job.engine.plan.Container;
import io.wave.job.engine.plan.ContainerRun;
import io.wave.job.engine.plan.Plan;
import io.wave.job.engine.tool.OutputFilter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A job that runs a script. Its outcome is the message of its container.
 *
 * @param tool the tool that the image has
 * @param text the script
 */
public record Script(Container.Tool tool, String text) implements ContainerRun {

    /** The file whose beginning is the message. */
    public static final String RESULT = "result";

    /** The plan of a job that runs a script. */
    public static Plan.Tools tools(String text) {
        return tools(Container.Tool.SKOPEO, text);
    }

    /** The same with the image of another tool. */
    public static Plan.Tools tools(Container.Tool tool, String text) {
        return new Plan.Tools(
                _ -> {
                    throw new JobFailedException("not on this machine");
                },
                _ -> new Script(tool, text));
    }

    @Override
    public Container container() {
        return new Container(
                tool,
                List.of("sh", "-c", text),
                Map.of("VARIABLE", "value"),
                Map.of("secret.txt", "the secret"),
                Map.of(),
                Map.of(),
                Optional.of(RESULT),
                Optional.empty());
    }

    @Override
    public OutputFilter output() {
        return OutputFilter.NONE;
    }

    @Override
    public Outcome succeeded(String message) {
        return new Outcome.Succeeded(new Result.Nothing(), message.strip());
    }

    @Override
    public Outcome failed(int exitCode) {
        return new Outcome.Failed("exit code " + exitCode, exitCode);
    }

    @Override
    public void close() {}
}
