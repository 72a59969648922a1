package io.wave.builder.buildkit;

import io.wave.build.BuildSpec;
import io.wave.builder.containerfile.NamedImages;
import io.wave.job.engine.log.JobLog;
import io.wave.job.engine.outcome.JobFailedException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The external daemons with the client on this machine. Their state is that of all builds, so they build on images that only
 * some callers can read only if that is allowed.
 */
final class ExternalDaemons implements BuildKitDaemons {

    private static final String REFUSED =
            "build failed: the build uses images that only some callers can read, and this worker builds"
                    + " with an external BuildKit daemon, which does not keep the images of callers apart; ask the operator to"
                    + " build without wave.build.buildkit.address or, if callers may read each other's images, to set"
                    + " wave.build.buildkit.restricted.external to true";

    private final Path buildctl;
    private final DaemonPool pool;
    private final ClientCertificates certificates;
    private final Map<String, String> options;
    private final boolean restricted;

    /** @param options options of the frontend */
    ExternalDaemons(Path buildctl, DaemonPool pool, BuildKitProperties properties, Map<String, String> options) {
        this.buildctl = buildctl;
        this.pool = pool;
        this.certificates = ClientCertificates.of(properties.tls());
        this.options = Map.copyOf(options);
        this.restricted = properties.restricted().external();
    }

    @Override
    public BuildKit of(BuildSpec spec, NamedImages named, JobLog log) {
        if (spec.work().accessScope() != null && !restricted) {
            throw new JobFailedException(REFUSED);
        }
        String base = BaseImage.of(spec, named);
        return _ -> new BuildKit.Access(
                certificates.client(buildctl.toString(), pool.choose(base, log)),
                Map.of(),
                options,
                _ -> Optional.empty(),
                BuildKit.Endings.UNKNOWN);
    }

    /** Such a daemon is also stopped by others, for example for an upgrade. */
    @Override
    public boolean areExternal() {
        return true;
    }
}
