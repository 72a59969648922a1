package io.wave.builder.buildkit;

import io.wave.builder.image.BuilderProperties;
import io.wave.job.JobKind;
import io.wave.job.engine.config.JobsProperties;
import io.wave.job.engine.folder.DiskLimit;
import io.wave.registry.config.RegistriesProperties;
import io.wave.worker.egress.ToolEgress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The BuildKit daemons of this worker, if it builds with BuildKit. */
public final class BuildKitChoice implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(BuildKitChoice.class);

    private final @Nullable BuildKitDaemons daemons;

    private BuildKitChoice(@Nullable BuildKitDaemons daemons) {
        this.daemons = daemons;
    }

    /**
     * Decides which builder is used, and starts the worker's own daemon if it is needed.
     *
     * @param jobs the folder of running jobs, beside which is that of the daemon, and the disk limit of jobs
     * @throws IllegalStateException if BuildKit is required and cannot be used
     */
    public static BuildKitChoice make(
            BuilderProperties builder,
            BuildKitProperties properties,
            RegistriesProperties registries,
            JobsProperties jobs,
            Supplier<ToolEgress> egress) {
        if (builder.builder() == BuilderProperties.Builder.BUILDAH || !jobs.needsTools(JobKind.BUILD)) {
            return new BuildKitChoice(null);
        }
        Optional<DaemonPool> pool = DaemonPool.of(properties);
        if (pool.isPresent()) {
            Path client = BuildKitPrograms.client()
                    .orElseThrow(() -> new IllegalStateException(
                            "wave.build.buildkit.address: requires buildctl, which is not on the PATH"));
            return new BuildKitChoice(new ExternalDaemons(
                    client, pool.get(), properties, builder.network().options()));
        }
        return switch (usable(builder.network())) {
            case Usable.Yes(BuildKitPrograms programs, DaemonRights rights) -> {
                ToolEgress opened = egress.get();
                Function<DaemonHome, OwnDaemon> daemons = home -> new OwnDaemon(
                        programs,
                        rights,
                        new DaemonSettings(properties, registries),
                        home,
                        properties,
                        new DiskLimit(jobs.diskLimit()),
                        builder.network(),
                        opened);
                Path state = stateDirectory(properties, jobs.workDirectory());
                yield new BuildKitChoice(start(daemons, state, new RestrictedFolders(state, rights), properties));
            }
            case Usable.No(String reason) -> {
                if (builder.builder() == BuilderProperties.Builder.BUILDKIT) {
                    throw new IllegalStateException("wave.build.builder: BuildKit cannot be used: " + reason);
                }
                logger.atWarn()
                        .addKeyValue("reason", reason)
                        .log("Builds use buildah instead of BuildKit: steps are isolated by chroot only, cached"
                                + " builds are slower, and container files that need BuildKit are rejected");
                yield new BuildKitChoice(null);
            }
        };
    }

    private static WorkerDaemons start(
            Function<DaemonHome, OwnDaemon> daemons,
            Path state,
            RestrictedFolders restricted,
            BuildKitProperties properties) {
        OwnDaemon shared = daemons.apply(DaemonHome.kept(state));
        shared.startEarly();
        return new WorkerDaemons(
                shared,
                new ScopedDaemons(() -> daemons.apply(restricted), restricted::removeLeft, properties.restricted()));
    }

    /** Whether the worker can have a daemon of its own. */
    private sealed interface Usable {

        record Yes(BuildKitPrograms programs, DaemonRights rights) implements Usable {}

        record No(String reason) implements Usable {}
    }

    private static Usable usable(BuilderProperties.Network network) {
        return switch (BuildKitPrograms.search()) {
            case BuildKitPrograms.Search.Missing(String reason) -> new Usable.No(reason);
            case BuildKitPrograms.Search.Found(BuildKitPrograms programs) ->
                switch (DaemonRights.choose(network != BuilderProperties.Network.HOST)) {
                    case DaemonRights.Choice.None(String reason) -> new Usable.No(reason);
                    case DaemonRights.Choice.Possible(DaemonRights rights) -> new Usable.Yes(programs, rights);
                };
        };
    }

    private static Path stateDirectory(BuildKitProperties properties, Path workDirectory) {
        return Optional.ofNullable(properties.stateDir())
                .orElseGet(() -> workDirectory.toAbsolutePath().normalize().resolveSibling("buildkit"));
    }

    /** The daemons, if builds use BuildKit. */
    Optional<BuildKitDaemons> daemons() {
        return Optional.ofNullable(daemons);
    }

    /** Whether builds use BuildKit. */
    public boolean isBuildKit() {
        return daemons != null;
    }

    @Override
    public void close() {
        if (daemons != null) {
            daemons.close();
        }
    }
}
