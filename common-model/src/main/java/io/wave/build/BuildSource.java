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
 * @param condaFile text to be put into the context as {@code conda.yml}, or null
 * @param context the build context in the object store, or null for an empty one
 * @param layers what is put into the context as {@code layer-<hex of gzipDigest>.tar.gz}, null for nothing
 * @param buildTemplate what the container file was made by, as it is shown, null for nothing
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

    /** A container file and a context for it. */
    public static BuildSource of(String containerFile, @Nullable StoredContext context) {
        return new BuildSource(containerFile, null, context, null, null);
    }

    /** The same with files that are in the object store: a context, and layers that the container file adds. */
    public BuildSource with(@Nullable StoredContext files, List<StoredLayer> added) {
        return new BuildSource(containerFile, condaFile, files, added.isEmpty() ? null : added, buildTemplate);
    }

    /** The same with another container file. */
    public BuildSource withContainerFile(String text) {
        return new BuildSource(text, condaFile, context, layers, buildTemplate);
    }
}
