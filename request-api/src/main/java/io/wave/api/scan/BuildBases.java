package io.wave.api.scan;

import io.wave.api.build.Build;
import io.wave.api.containerfile.BuildArguments;
import io.wave.api.job.UserJob;
import io.wave.build.BuildSpec;
import io.wave.containerfile.ContainerFile;
import io.wave.containerfile.syntax.Dialect;
import io.wave.containerfile.syntax.InvalidContainerFileException;
import io.wave.image.ImageReference;
import io.wave.image.Platform;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The images that builds start from. The scan worker compares their layers with those of the built image, so that an image
 * that has changed since the build is of no effect.
 */
final class BuildBases {

    private static final String REGISTRY_TRANSPORT = "docker://";

    private BuildBases() {}

    /** The base image of a build for a platform; null if it is not known, or the job is not a build. */
    static @Nullable ImageReference of(UserJob job, Platform platform) {
        return job instanceof Build build && !build.spec().isSingularity() ? of(build.spec(), platform) : null;
    }

    private static @Nullable ImageReference of(BuildSpec spec, Platform platform) {
        BuildSpec.Assembly assembly = spec.assembly();
        return assembly == null ? inFile(spec.containerFile(), platform).orElse(null) : assembly.base();
    }

    private static Optional<ImageReference> inFile(String file, Platform platform) {
        try {
            return ContainerFile.parse(file, Dialect.BUILDKIT)
                    .baseImage(BuildArguments.of(platform))
                    .map(name ->
                            name.startsWith(REGISTRY_TRANSPORT) ? name.substring(REGISTRY_TRANSPORT.length()) : name)
                    .map(ImageReference::parse);
        } catch (InvalidContainerFileException | IllegalArgumentException noImage) {
            return Optional.empty();
        }
    }
}
