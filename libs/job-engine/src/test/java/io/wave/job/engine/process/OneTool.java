package io.wave.job.engine.process;

import io.wave.job.engine.outcome.Outcome;
import io.wave.job.engine.outcome.Result;
import io.wave.job.engine.plan.Plan;
import io.wave.job.engine.tool.ToolCommand;
import java.util.List;

/** A plan with one tool. */
record OneTool(ToolCommand command, boolean pushes) implements Plan.Steps, Plan.Step {

    static Plan.Tools of(ToolCommand command) {
        return new Plan.Tools(_ -> new OneTool(command, false));
    }

    static Plan.Tools pushing(ToolCommand command) {
        return new Plan.Tools(_ -> new OneTool(command, true));
    }

    @Override
    public List<Plan.Step> inOrder() {
        return List.of(this);
    }

    @Override
    public Outcome outcome() {
        return new Outcome.Succeeded(new Result.Nothing(), null);
    }

    @Override
    public Outcome failed(int exitCode) {
        return new Outcome.Failed("ended", exitCode);
    }

    @Override
    public void close() {}
}
