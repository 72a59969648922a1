package io.wave.builder.buildkit;

import io.wave.job.engine.outcome.JobFailedException;
import java.util.Optional;

/**
 * The BuildKit daemons that the builds of this worker can use. A daemon takes the digest of an image or layer as a proof that
 * the build may read what it already has. Therefore builds share a daemon only with builds of the same access scope.
 */
interface BuildKitDaemons extends AutoCloseable {

    /**
     * The daemon for a build, to be closed with the build.
     *
     * @param scope see {@link io.wave.build.BuildWork#accessScope()}
     * @throws JobFailedException if there is none for such builds
     */
    BuildKit of(Optional<String> scope);

    @Override
    default void close() {}
}
