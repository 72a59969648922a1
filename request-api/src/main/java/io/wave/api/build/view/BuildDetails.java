package io.wave.api.build.view;

import io.wave.api.build.Build;
import io.wave.build.BuildCompression;
import io.wave.build.BuildFormat;
import io.wave.image.Digest;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Answer of {@code GET /v1alpha1/builds/{id}}. Anyone may read it, so it says nothing about who asked.
 *
 * @param buildId the build
 * @param dockerFile text of the container file
 * @param condaFile text of the Conda file
 * @param targetImage the image it pushes
 * @param startTime when it began
 * @param duration how long it took, once it has ended
 * @param exitStatus exit code, −1 where it failed without one
 * @param platform what it is built for
 * @param format what kind of image it is
 * @param digest digest of the image, once pushed
 * @param buildChildIds the builds of its images, for several platforms
 * @param compression how layers were asked to be compressed
 * @param buildTemplate what the container file was made by
 * @param note what is to be said of how the image was made, such as that it was without a build
 */
record BuildDetails(
        String buildId,
        String dockerFile,
        @Nullable String condaFile,
        String targetImage,
        Instant startTime,
        @Nullable Duration duration,
        @Nullable Integer exitStatus,
        String platform,
        BuildFormat format,
        @Nullable Digest digest,
        @Nullable ChildRefs buildChildIds,
        @Nullable BuildCompression compression,
        @Nullable String buildTemplate,
        @Nullable String note) {

    static BuildDetails of(Build build) {
        return new BuildDetails(
                build.job().id(),
                build.spec().containerFile(),
                build.spec().condaFile(),
                build.image(),
                build.startTime(),
                build.duration().orElse(null),
                exitStatus(build.job()),
                build.spec().platforms(),
                build.spec().isSingularity() ? BuildFormat.SINGULARITY : BuildFormat.DOCKER,
                build.job().digest(),
                build.spec().index() == null ? null : ChildRefs.of(build.spec().index()),
                build.spec().compression(),
                build.spec().buildTemplate(),
                build.job().note());
    }

    private static @Nullable Integer exitStatus(JobRecord job) {
        if (!job.isFinal()) {
            return null;
        }
        return job.state() == JobState.SUCCEEDED ? Integer.valueOf(0) : Objects.requireNonNullElse(job.exitCode(), -1);
    }
}
