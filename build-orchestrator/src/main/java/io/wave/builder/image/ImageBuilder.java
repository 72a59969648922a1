package io.wave.builder.image;

import io.wave.build.BuildSpec;
import io.wave.job.engine.plan.Plan;

/** Builds images of container files and pushes them. */
@FunctionalInterface
public interface ImageBuilder {

    /** What the builder needs for one build. */
    Plan.Inputs of(BuildSpec spec);
}
