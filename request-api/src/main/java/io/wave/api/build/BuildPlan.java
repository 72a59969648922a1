package io.wave.api.build;

import io.wave.build.BuildCompression;
import io.wave.build.BuildFormat;
import io.wave.build.BuildId;
import io.wave.build.BuildSpec;
import io.wave.container.ContainerId;
import io.wave.image.ImageReference;
import io.wave.image.Platform;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be built, before it is known whether it needs to be.
 *
 * @param containerId what the content and the repository come to
 * @param target the image to push, in canonical form
 * @param content what it is built from
 * @param platform what to build for
 * @param cacheRepository repository of layer caches, as typed, or null
 * @param context the build context in the object store, or null for an empty one
 * @param tenant whose registry credentials the build may use
 * @param runTimeout how long it may run
 * @param layers what the container file adds from the context
 * @param compression how layers are compressed, or null
 * @param assembly how the image is made without running anything, or null where it must be built
 * @param format what kind of image it is
 * @param buildTemplate what the container file was made by, or null
 * @param parts the images that an index is made of; none for an image of its own
 */
public record BuildPlan(
        ContainerId containerId,
        ImageReference target,
        BuildContent content,
        Platform platform,
        @Nullable String cacheRepository,
        BuildSpec.@Nullable StoredContext context,
        String tenant,
        Duration runTimeout,
        List<BuildSpec.StoredLayer> layers,
        @Nullable BuildCompression compression,
        BuildSpec.@Nullable Assembly assembly,
        BuildFormat format,
        @Nullable String buildTemplate,
        List<PlannedPart> parts) {

    /** The order to a worker to build this as the container's N-th attempt. */
    BuildSpec attempt(long number, Duration queueTimeout, Instant now) {
        return new BuildSpec(
                new BuildId(containerId, number),
                number,
                target,
                content.containerFile(),
                content.condaFile(),
                platform,
                cacheRepository,
                context,
                tenant,
                queueTimeout,
                runTimeout,
                now,
                layers.isEmpty() ? null : layers,
                compression,
                assembly,
                format == BuildFormat.DOCKER ? null : format,
                buildTemplate,
                null);
    }

    /** The same as an index of these images, for which nothing else is needed. */
    public BuildPlan ofParts(List<PlannedPart> images) {
        return new BuildPlan(
                containerId,
                target,
                content,
                platform,
                cacheRepository,
                null,
                tenant,
                runTimeout,
                List.of(),
                compression,
                null,
                format,
                buildTemplate,
                images);
    }
}
