package io.wave.job.engine.container;

import io.wave.job.JobKind;
import io.wave.job.engine.outcome.JobFailedException;
import io.wave.job.engine.plan.Container;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The images of tools. A worker needs that of the jobs that it runs.
 *
 * @param builder image with BuildKit
 * @param singularity image with Singularity or Apptainer; without it, such builds fail
 * @param skopeo image with skopeo
 * @param trivy image with Trivy
 */
public record ToolImages(
        @Nullable String builder,
        @Nullable String singularity,
        @Nullable String skopeo,
        @Nullable String trivy) {

    /**
     * The image of a tool.
     *
     * @param runner name of the runner that needs it
     * @throws IllegalArgumentException if it is not configured
     * @throws JobFailedException if it is not configured, but only some jobs need it
     */
    public String of(Container.Tool tool, String runner) {
        String image = switch (tool) {
            case BUILDER, BUILD_CLIENT -> builder;
            case SINGULARITY -> singularity;
            case SKOPEO -> skopeo;
            case TRIVY -> trivy;
        };
        if (image == null || image.isBlank()) {
            if (tool == Container.Tool.SINGULARITY) {
                throw new JobFailedException(
                        ("build failed: format: 'sif' requires an image that contains singularity or apptainer, but the build"
                                        + " workers have none. The operator of this service names one in"
                                        + " wave.jobs.%s.images.singularity")
                                .formatted(runner));
            }
            throw new IllegalArgumentException("wave.jobs.%1$s.images.%2$s: must be set: runner '%1$s' needs the image"
                    .formatted(runner, name(tool)));
        }
        return image;
    }

    private static String name(Container.Tool tool) {
        return tool == Container.Tool.BUILD_CLIENT ? "builder" : tool.name().toLowerCase(Locale.ROOT);
    }

    /**
     * The image for jobs of a kind.
     *
     * @param runner name of the runner that needs it
     * @throws IllegalArgumentException if it is not configured
     */
    public String of(JobKind kind, String runner) {
        return of(
                switch (kind) {
                    case BUILD -> Container.Tool.BUILDER;
                    case MIRROR -> Container.Tool.SKOPEO;
                    case SCAN -> Container.Tool.TRIVY;
                },
                runner);
    }
}
