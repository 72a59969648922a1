package io.wave.api.build.view;

import io.wave.api.build.Build;
import io.wave.build.BuildCompression;
import io.wave.build.BuildFormat;
import io.wave.image.Digest;
import io.wave.job.JobProfile;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Response of {@code GET /v1alpha1/builds/{id}}. It is public, so it contains nothing about the user who requested the
 * build.
 *
 * @param buildId build id
 * @param dockerFile text of the container file
 * @param condaFile text of the Conda file
 * @param targetImage the image to push
 * @param startTime when the build was requested
 * @param duration how long the build took, once it has ended
 * @param exitStatus exit code; −1 if the build failed without one
 * @param failure why the build failed, as in the status of the request
 * @param platform target platform or platforms
 * @param format image format
 * @param digest digest of the image, once pushed
 * @param buildChildIds the builds of a multi-platform image, one per platform
 * @param compression requested layer compression
 * @param buildTemplate build template that generated the container file
 * @param jobProfile profile that the build was requested with
 * @param note how the image was made, for example that no build was necessary
 */
record BuildDetails(
        String buildId,
        String dockerFile,
        @Nullable String condaFile,
        String targetImage,
        Instant startTime,
        @Nullable Duration duration,
        @Nullable Integer exitStatus,
        @Nullable String failure,
        String platform,
        BuildFormat format,
        @Nullable Digest digest,
        @Nullable ChildRefs buildChildIds,
        @Nullable BuildCompression compression,
        @Nullable String buildTemplate,
        @Nullable String jobProfile,
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
                build.job().failure(),
                build.spec().platforms(),
                build.spec().isSingularity() ? BuildFormat.SINGULARITY : BuildFormat.DOCKER,
                build.job().digest(),
                build.spec().index() == null ? null : ChildRefs.of(build.spec().index()),
                build.spec().compression(),
                build.spec().buildTemplate(),
                build.spec().profile().map(JobProfile::name).orElse(null),
                build.job().note());
    }

    private static @Nullable Integer exitStatus(JobRecord job) {
        if (!job.isFinal()) {
            return null;
        }
        return job.state() == JobState.SUCCEEDED ? Integer.valueOf(0) : Objects.requireNonNullElse(job.exitCode(), -1);
    }
}
