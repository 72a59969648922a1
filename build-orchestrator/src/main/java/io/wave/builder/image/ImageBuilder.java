package io.wave.builder.image;

import io.wave.build.BuildSpec;
import io.wave.builder.containerfile.NamedImages;
import io.wave.job.engine.plan.Plan;
import io.wave.job.engine.plan.Work;
import java.io.IOException;

/** Builds images of container files and pushes them. */
@FunctionalInterface
public interface ImageBuilder {

    /**
     * Prepares one build in the folder of its attempt.
     *
     * @param named the images that the container file refers to, which the build may use
     * @throws io.wave.builder.context.InvalidContextException if the container file or its context is invalid
     */
    Plan.Steps prepare(BuildSpec spec, NamedImages named, Work work) throws IOException, InterruptedException;
}
