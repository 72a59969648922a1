package io.wave.builder.image;

import io.wave.build.BuildSpec;
import io.wave.builder.containerfile.NamedImages;
import io.wave.builder.containerfile.ReachableSources;
import io.wave.builder.containerfile.VariableSources;
import io.wave.builder.context.InvalidContextException;
import io.wave.job.engine.outcome.JobFailedException;
import io.wave.job.engine.plan.Plan;
import io.wave.job.engine.plan.Work;
import java.io.IOException;

/** Builds of container files: the rules that apply whichever builder this worker has. */
public final class ContainerFileBuilds {

    private final ImageBuilder builder;
    private final ReachableSources sources;

    public ContainerFileBuilds(ImageBuilder builder, ReachableSources sources) {
        this.builder = builder;
        this.sources = sources;
    }

    /** The inputs of one build. */
    public Plan.Inputs of(BuildSpec spec) {
        return work -> prepare(spec, work);
    }

    private Plan.Steps prepare(BuildSpec requested, Work work) throws IOException, InterruptedException {
        try {
            BuildSpec spec = VariableSources.expanded(requested);
            NamedImages named = NamedImages.of(spec);
            sources.require(named);
            return builder.prepare(spec, named, work);
        } catch (InvalidContextException invalid) {
            throw new JobFailedException("build failed: " + invalid.getMessage());
        }
    }
}
