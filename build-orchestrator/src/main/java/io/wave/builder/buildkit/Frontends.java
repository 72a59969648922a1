package io.wave.builder.buildkit;

import io.wave.build.BuildSpec;
import io.wave.containerfile.ContainerFile;
import io.wave.containerfile.syntax.Dialect;
import io.wave.image.ImageReference;
import io.wave.job.engine.plan.Work;
import java.util.List;
import java.util.Optional;

/**
 * The frontends that {@code # syntax=} lines may name: images that read a container file instead of the frontend of BuildKit.
 * A frontend decides what a build downloads and runs.
 *
 * @param repositories repositories of their images, without tag and digest
 */
record Frontends(List<String> repositories) {

    Frontends {
        repositories = List.copyOf(repositories);
    }

    /**
     * The frontends that the operator allows.
     *
     * @throws IllegalArgumentException if an entry is not a repository
     */
    static Frontends of(List<String> entries) {
        return new Frontends(entries.stream().map(Frontends::repository).toList());
    }

    private static String repository(String entry) {
        try {
            String name = ImageReference.parse(entry).name();
            if (!entry.contains("@") && entry.lastIndexOf(':') <= entry.lastIndexOf('/')) {
                return name;
            }
        } catch (IllegalArgumentException noImage) {
            // The message below says what is wrong with it.
        }
        throw new IllegalArgumentException(
                "wave.build.buildkit.frontends: '%s' must be a repository without tag and digest, such as docker/dockerfile"
                        .formatted(entry));
    }

    /**
     * The image to use, if it is allowed.
     *
     * @param syntax value of a {@code # syntax=} line
     */
    Optional<ImageReference> allowed(String syntax) {
        try {
            return Optional.of(ImageReference.parse(syntax)).filter(image -> repositories.contains(image.name()));
        } catch (IllegalArgumentException noImage) {
            return Optional.empty();
        }
    }

    /** The image that reads the container file of a build; empty for BuildKit itself. */
    Optional<ImageReference> of(BuildSpec spec, Work work) {
        Optional<String> syntax =
                ContainerFile.parse(spec.containerFile(), Dialect.BUILDKIT).syntax();
        Optional<ImageReference> image = syntax.flatMap(this::allowed);
        if (syntax.isPresent() && image.isEmpty()) {
            work.log()
                    .line("The line '# syntax=%s' is ignored: the operator does not allow this image"
                            .formatted(syntax.get()));
        }
        return image;
    }
}
