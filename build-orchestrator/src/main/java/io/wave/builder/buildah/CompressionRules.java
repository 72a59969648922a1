package io.wave.builder.buildah;

import io.wave.build.BuildCompression;
import io.wave.job.engine.outcome.JobFailedException;
import org.jspecify.annotations.Nullable;

/** The compressions that buildah does not support. */
final class CompressionRules {

    private CompressionRules() {}

    /** @throws JobFailedException if BuildKit is required */
    static void check(@Nullable BuildCompression compression) {
        if (compression == null) {
            return;
        }
        if (compression.mode() == BuildCompression.Mode.estargz) {
            throw new JobFailedException("build failed: buildCompression.mode: 'estargz' requires BuildKit,"
                    + " but this worker builds with buildah; use gzip or zstd");
        }
        if (compression.appliesToBase()) {
            throw new JobFailedException(
                    "build failed: buildCompression.force: requires BuildKit,"
                            + " but this worker builds with buildah; remove it to keep the layers of the base image as they are");
        }
    }
}
