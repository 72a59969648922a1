package io.wave.builder.buildkit;

import io.wave.build.BuildSpec;
import io.wave.builder.condalock.LockFiles;
import io.wave.builder.containerfile.NamedImages;
import io.wave.builder.context.ContextFiles;
import io.wave.builder.image.ImageBuilder;
import io.wave.image.ImageReference;
import io.wave.job.engine.folder.PrivateFiles;
import io.wave.job.engine.plan.Plan;
import io.wave.job.engine.plan.Work;
import io.wave.registry.RegistryClient;
import io.wave.worker.egress.ToolEgress;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/** The inputs of a BuildKit build: the container file, its context, credentials, and a daemon. */
public final class BuildKitInputs implements ImageBuilder {

    private final BuildKitDaemons daemons;
    private final BuildKitFiles files;
    private final ClientConfiguration configuration;
    private final Frontends frontends;
    private final boolean rewriteTimestamps;
    private final ToolEgress egress;
    private final LockFiles lockFiles;
    private final RegistryClient registries;
    private final JsonMapper json;

    /** @throws java.util.NoSuchElementException if the choice is not BuildKit */
    public BuildKitInputs(
            BuildKitChoice choice,
            BuildKitProperties properties,
            ContextFiles contextFiles,
            ClientConfiguration configuration,
            ToolEgress egress,
            LockFiles lockFiles,
            RegistryClient registries,
            JsonMapper json) {
        this.daemons = choice.daemons().orElseThrow();
        this.files = new BuildKitFiles(contextFiles, configuration, registries);
        this.configuration = configuration;
        this.frontends = new Frontends(properties.frontends());
        this.rewriteTimestamps = properties.rewriteTimestamps();
        this.egress = egress;
        this.lockFiles = lockFiles;
        this.registries = registries;
        this.json = json;
    }

    @Override
    public Plan.Steps prepare(BuildSpec spec, NamedImages named, Work work) throws IOException, InterruptedException {
        BuildKit daemon = daemons.of(spec, named, work.log());
        try {
            return prepare(spec, named, work, daemon);
        } catch (IOException | InterruptedException | RuntimeException failure) {
            daemon.close();
            throw failure;
        }
    }

    private BuildKitSteps prepare(BuildSpec spec, NamedImages named, Work work, BuildKit daemon)
            throws IOException, InterruptedException {
        BuildKitFiles.Written written = files.write(spec, named, work);
        BuildKitFolder folder = written.folder();
        Optional<ImageReference> cache = written.cache();
        PrivateFiles.write(folder.credentials(), configuration.credentials(spec, written.images()));
        Set<String> servers = new LinkedHashSet<>(configuration.registries(spec, written.images()));
        servers.addAll(named.servers());
        ProgressLog progress = ProgressLog.followed(json, work);
        Buildctl.Options options = new Buildctl.Options(
                configuration.location(spec.target()),
                files.arguments(cache, RegistryCache::arguments),
                frontends.of(spec, work),
                rewriteTimestamps && cache.isEmpty());
        Buildctl.Options reading = options.withCache(files.arguments(cache, RegistryCache::readingArguments));
        boolean printsLock = BuildKitFiles.writeReprint(spec, folder);
        BuildKit.Access access = daemon.open(servers);
        ToolEgress.Access opened = egress.open();
        return new BuildKitSteps(
                spec,
                folder,
                daemon,
                access,
                servers,
                options,
                files.arguments(cache, RegistryCache::writingArguments),
                daemons.areExternal(),
                new CachedLock(
                        json,
                        () -> printsLock && progress.lockFile().isEmpty(),
                        () -> Buildctl.reprint(access, spec, reading, folder, opened),
                        lockFiles,
                        work),
                opened,
                progress,
                new PushedImage(registries, json, spec, work),
                lockFiles,
                work);
    }
}
