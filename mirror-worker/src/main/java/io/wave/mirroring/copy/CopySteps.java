package io.wave.mirroring.copy;

import io.wave.job.engine.outcome.Outcome;
import io.wave.job.engine.plan.Plan;
import io.wave.worker.egress.ToolEgress;
import java.util.List;

/** One attempt at a copy on this machine: skopeo copies the image by its digest, or the parts of an index of indexes. */
final class CopySteps implements Plan.Steps {

    private final List<SkopeoStep> steps;
    private final CopyCompletion completion;
    private final ToolEgress.Access egress;

    CopySteps(List<SkopeoStep> steps, CopyCompletion completion, ToolEgress.Access egress) {
        this.steps = steps;
        this.completion = completion;
        this.egress = egress;
    }

    @Override
    public List<Plan.Step> inOrder() {
        return List.copyOf(steps);
    }

    @Override
    public Outcome outcome() throws InterruptedException {
        return completion.outcome();
    }

    @Override
    public void close() {
        egress.close();
    }
}
