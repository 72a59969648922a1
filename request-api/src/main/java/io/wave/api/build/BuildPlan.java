package io.wave.api.build;

import io.wave.build.BuildId;
import io.wave.build.BuildSpec;
import io.wave.build.BuildWork;
import io.wave.container.ContainerId;
import io.wave.image.ImageReference;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What is to be built, before it is known whether it needs to be.
 *
 * @param containerId what the content and the repository come to
 * @param work what a worker has to do
 * @param parts the images that an index is made of; none for an image of its own
 */
public record BuildPlan(ContainerId containerId, BuildWork work, List<PlannedPart> parts) {

    /** The image to push. */
    public ImageReference target() {
        return work.target();
    }

    /** The order to a worker to build this as the container's N-th attempt. */
    BuildSpec attempt(long number, Duration queueTimeout, Instant now) {
        return new BuildSpec(new BuildId(containerId, number), work, queueTimeout, now, null);
    }

    /** The same as an index of these images, for which nothing else is needed. */
    public BuildPlan ofParts(List<PlannedPart> images) {
        return new BuildPlan(containerId, work.ofIndex(), images);
    }
}
