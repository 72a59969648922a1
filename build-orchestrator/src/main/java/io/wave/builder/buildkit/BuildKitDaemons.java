package io.wave.builder.buildkit;

import io.wave.build.BuildSpec;
import io.wave.builder.containerfile.NamedImages;
import io.wave.job.engine.log.JobLog;
import io.wave.job.engine.outcome.JobFailedException;

/**
 * The BuildKit daemons that the builds of this worker can use. A daemon takes the digest of an image or layer as a proof that
 * the build may read what it already has. Therefore builds share a daemon only with builds of the same access scope.
 */
interface BuildKitDaemons extends AutoCloseable {

    /**
     * The daemon for a build, to be closed with the build.
     *
     * @throws JobFailedException if there is none for such builds
     */
    BuildKit of(BuildSpec spec, NamedImages named, JobLog log);

    /** Whether others run them, who may stop them at any time. */
    boolean areExternal();

    @Override
    default void close() {}
}
