package io.wave.builder.buildkit;

import io.wave.build.BuildSpec;
import io.wave.builder.condalock.LockFiles;
import io.wave.builder.condalock.LockReprint;
import io.wave.builder.containerfile.NamedImages;
import io.wave.builder.context.ContextFiles;
import io.wave.builder.image.ImageBuilder;
import io.wave.containerfile.ContainerFile;
import io.wave.containerfile.syntax.Dialect;
import io.wave.image.ImageReference;
import io.wave.job.engine.folder.PrivateFiles;
import io.wave.job.engine.plan.Plan;
import io.wave.job.engine.plan.Work;
import io.wave.registry.RegistryClient;
import io.wave.worker.egress.ToolEgress;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import tools.jackson.databind.json.JsonMapper;

/** The inputs of a BuildKit build: the container file, its context, credentials, and a daemon. */
public final class BuildKitInputs implements ImageBuilder {

    private final BuildKit daemon;
    private final ContextFiles contextFiles;
    private final ClientConfiguration configuration;
    private final Frontends frontends;
    private final boolean rewriteTimestamps;
    private final ToolEgress egress;
    private final LockFiles lockFiles;
    private final RegistryClient registries;
    private final PinnedImages pinned;
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
        this.daemon = choice.daemon().orElseThrow();
        this.contextFiles = contextFiles;
        this.configuration = configuration;
        this.frontends = new Frontends(properties.frontends());
        this.rewriteTimestamps = properties.rewriteTimestamps();
        this.egress = egress;
        this.lockFiles = lockFiles;
        this.registries = registries;
        this.pinned = new PinnedImages(registries);
        this.json = json;
    }

    @Override
    public Plan.Steps prepare(BuildSpec spec, NamedImages named, Work work) throws IOException, InterruptedException {
        pinned.requireReadable(spec, named.images());
        BuildKitFolder folder = BuildKitFolder.create(work.folder());
        contextFiles.fill(spec, work, folder.temporary(), folder.context(), folder.ignoreFile());
        Files.writeString(folder.containerFile(), spec.containerFile());
        Optional<ImageReference> cache =
                RegistryCache.of(spec, named.images(), configuration.needsCredentials(spec, named.images()));
        Set<ImageReference> registryImages = new LinkedHashSet<>(named.images());
        cache.ifPresent(registryImages::add);
        PrivateFiles.write(folder.credentials(), configuration.credentials(spec, registryImages));
        Optional<String> policy = configuration.sourcePolicy(named.images());
        if (policy.isPresent()) {
            Files.writeString(folder.sourcePolicy(), policy.get());
        }
        Set<String> servers = new LinkedHashSet<>(configuration.registries(spec, registryImages));
        servers.addAll(named.servers());
        BuildKit.Access access = daemon.open(servers);
        ToolEgress.Access opened = egress.open();
        ProgressLog progress = followed(work);
        Buildctl.Options options = new Buildctl.Options(
                configuration.location(spec.target()),
                arguments(cache, RegistryCache::arguments),
                frontend(spec, work),
                rewriteTimestamps && cache.isEmpty());
        Buildctl.Options reading = options.withCache(arguments(cache, RegistryCache::readingArguments));
        boolean printsLock = writeReprint(spec, folder);
        return new BuildKitSteps(
                spec,
                folder,
                daemon,
                access,
                servers,
                options,
                arguments(cache, RegistryCache::writingArguments),
                new CachedLock(
                        json,
                        () -> printsLock && progress.lockFile().isEmpty(),
                        () -> Buildctl.reprint(access, spec, reading, folder, opened),
                        lockFiles,
                        work),
                opened,
                progress,
                new PushedImage(registries, json, spec),
                lockFiles,
                work);
    }

    private List<String> arguments(
            Optional<ImageReference> cache, BiFunction<ImageReference, String, List<String>> arguments) {
        return cache.map(image -> arguments.apply(image, configuration.location(image)))
                .orElse(List.of());
    }

    /** Returns whether the build prints a lock file. */
    private static boolean writeReprint(BuildSpec spec, BuildKitFolder folder) throws IOException {
        Optional<String> reprint =
                LockReprint.of(spec.containerFile(), UUID.randomUUID().toString());
        if (reprint.isPresent()) {
            Files.writeString(folder.reprint(), reprint.get());
            if (Files.exists(folder.ignoreFile())) {
                Files.copy(folder.ignoreFile(), folder.reprintIgnoreFile());
            }
        }
        return reprint.isPresent();
    }

    private ProgressLog followed(Work work) {
        return new ProgressLog(json, steps -> work.log().progress().changed(() -> json.writeValueAsBytes(steps.get())));
    }

    private Optional<ImageReference> frontend(BuildSpec spec, Work work) {
        Optional<String> syntax =
                ContainerFile.parse(spec.containerFile(), Dialect.BUILDKIT).syntax();
        Optional<ImageReference> image = syntax.flatMap(frontends::allowed);
        if (syntax.isPresent() && image.isEmpty()) {
            work.log()
                    .line("The line '# syntax=%s' is ignored: the operator does not allow this image"
                            .formatted(syntax.get()));
        }
        return image;
    }
}
