package io.wave.build;

import static java.util.Objects.requireNonNull;

import io.wave.build.BuildSpec.StoredContext;
import io.wave.build.BuildSpec.StoredLayer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an image is built from.
 *
 * @param containerFile text of the container file
 * @param condaFile text of {@code conda.yml} in the build context, or null
 * @param context the build context in the object store, or null if empty
 * @param layers layers that are added to the build context as {@code layer-<hex of gzipDigest>.tar.gz}, or null
 * @param buildTemplate build template that generated the container file, as shown to users, or null
 */
public record BuildSource(
        String containerFile,
        @Nullable String condaFile,
        @Nullable StoredContext context,
        @Nullable List<StoredLayer> layers,
        @Nullable String buildTemplate) {

    public BuildSource {
        requireNonNull(containerFile, "containerFile is missing");
    }

    /** A copy with a build context and layers in the object store. */
    public BuildSource with(@Nullable StoredContext files, List<StoredLayer> added) {
        return new BuildSource(containerFile, condaFile, files, added.isEmpty() ? null : added, buildTemplate);
    }

    /** A copy with another container file. */
    public BuildSource withContainerFile(String text) {
        return new BuildSource(text, condaFile, context, layers, buildTemplate);
    }
}
