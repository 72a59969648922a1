package io.wave.api.build;

import io.wave.api.access.ImageSources;
import io.wave.build.BuildId;
import io.wave.build.BuildSpec;
import io.wave.build.BuildWork;
import io.wave.container.ContainerId;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An image to build, before it is known whether a build is needed.
 *
 * @param containerId hash of the content and the repository
 * @param work what the worker builds
 * @param sources what the image is made from
 * @param logins encrypted registry credentials that the tenant keeps elsewhere; null if there are none
 * @param parts the images of an index; empty for a single image
 */
public record BuildPlan(
        ContainerId containerId,
        BuildWork work,
        ImageSources sources,
        @Nullable String logins,
        List<Part> parts) {

    /** The image to push. */
    public ImageReference target() {
        return work.target();
    }

    /** The specification of the container's N-th attempt. */
    BuildSpec attempt(long number, Duration queueTimeout, Instant now) {
        return new BuildSpec(new BuildId(containerId, number), work, queueTimeout, now, null);
    }

    /** The same plan as an index of these images. */
    public BuildPlan ofParts(List<Part> images) {
        return new BuildPlan(containerId, work.ofIndex(), sources, logins, images);
    }

    /**
     * One platform's image of a multi-platform image.
     *
     * @param plan how it is built
     * @param present its digest if the registry has it, else null
     * @param checkedAt when the registry was asked
     */
    public record Part(BuildPlan plan, @Nullable Digest present, Instant checkedAt) {}
}
