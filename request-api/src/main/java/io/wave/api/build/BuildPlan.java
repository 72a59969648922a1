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
 * An image to build, before it is known whether a build is needed.
 *
 * @param containerId hash of the content and the repository
 * @param work what the worker builds
 * @param parts the images of an index; empty for a single image
 */
public record BuildPlan(ContainerId containerId, BuildWork work, List<PlannedImage> parts) {

    /** The image to push. */
    public ImageReference target() {
        return work.target();
    }

    /** The specification of the container's N-th attempt. */
    BuildSpec attempt(long number, Duration queueTimeout, Instant now) {
        return new BuildSpec(new BuildId(containerId, number), work, queueTimeout, now, null);
    }

    /** The same plan as an index of these images. */
    public BuildPlan ofParts(List<PlannedImage> images) {
        return new BuildPlan(containerId, work.ofIndex(), images);
    }
}
