package io.wave.builder.buildah;

import io.wave.build.BuildSpec;
import io.wave.build.BuildSpec.StoredContext;
import io.wave.build.BuildSpec.StoredLayer;
import io.wave.builder.context.BuildContexts;
import io.wave.builder.context.ContextLayers;
import io.wave.builder.context.IgnoreFiles;
import io.wave.builder.context.InvalidContextException;
import io.wave.builder.context.OwnFiles;
import io.wave.builder.context.StoreWait;
import io.wave.builder.egress.BuilderEgress;
import io.wave.builder.file.MountRules;
import io.wave.builder.file.NamedImages;
import io.wave.builder.file.ReachableSources;
import io.wave.builder.lock.LockFiles;
import io.wave.builder.lock.LockSection;
import io.wave.image.Digest;
import io.wave.job.engine.Outcome;
import io.wave.job.engine.process.ProcessRecipe;
import io.wave.job.engine.process.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** A build, step by step: the context, {@code buildah build}, then {@code buildah push} under a lease just renewed. */
public final class BuildRecipe implements ProcessRecipe {

    private static final int CAUSE_LINES = 50;

    private final BuildContexts contexts;
    private final ContextLayers layers;
    private final RegistryFiles registries;
    private final Buildah buildah;
    private final ReachableSources sources;
    private final BuilderEgress egress;
    private final LockFiles lockFiles;
    private final JsonMapper json;

    public BuildRecipe(
            BuildContexts contexts,
            ContextLayers layers,
            RegistryFiles registries,
            Buildah buildah,
            ReachableSources sources,
            BuilderEgress egress,
            LockFiles lockFiles,
            JsonMapper json) {
        this.contexts = contexts;
        this.layers = layers;
        this.registries = registries;
        this.buildah = buildah;
        this.sources = sources;
        this.egress = egress;
        this.lockFiles = lockFiles;
        this.json = json;
    }

    @Override
    public Outcome run(Workspace workspace) throws InterruptedException {
        BuildSpec spec = json.readValue(workspace.spec(), BuildSpec.class);
        try {
            NamedImages named = NamedImages.of(spec);
            MountRules.check(spec.containerFile());
            sources.require(named);
            BuildFolder folder = BuildFolder.create(workspace.folder());
            prepare(spec, named, folder, workspace);
            try (BuilderEgress.Access access = egress.open()) {
                return build(spec, folder, access, workspace);
            }
        } catch (InvalidContextException invalid) {
            return new Outcome.Failed("build failed: " + invalid.getMessage(), null);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void prepare(BuildSpec spec, NamedImages named, BuildFolder folder, Workspace workspace)
            throws IOException, InterruptedException {
        List<StoredLayer> added = Objects.requireNonNullElse(spec.layers(), List.of());
        layers.require(added);
        StoredContext context = spec.context();
        if (context != null) {
            StoreWait.until(
                    workspace, () -> contexts.unpack(context, folder.temporary(), folder.context(), contexts.budget()));
        }
        for (StoredLayer layer : added) {
            StoreWait.until(workspace, () -> layers.put(layer, spec.tenant(), folder.context()));
        }
        if (spec.condaFile() != null) {
            OwnFiles.putCondaFile(spec.condaFile(), folder.context());
        }
        IgnoreFiles.exceptOurs(folder.context(), folder.ignoreFile());
        Files.writeString(folder.containerFile(), spec.containerFile());
        registries.write(spec, named.images(), folder);
        buildah.writeSettings(folder);
    }

    private Outcome build(BuildSpec spec, BuildFolder folder, BuilderEgress.Access access, Workspace workspace)
            throws IOException {
        LockSection lockFile = new LockSection();
        int exitCode = build(spec, folder, access, lockFile, workspace);
        if (exitCode != 0) {
            List<String> log = workspace.log().lastLines(CAUSE_LINES);
            return access.refusal()
                    .map(words -> BuildFailure.ofRefused(words, spec.platform(), exitCode, log))
                    .orElseGet(() -> BuildFailure.ofBuild(spec.platform(), exitCode, log));
        }
        lockFiles.keep(workspace.jobId(), lockFile, workspace.log());
        workspace.pushing();
        int pushed = workspace.run(buildah.push(spec, registries.destination(spec.target()), folder, access));
        if (pushed != 0) {
            return BuildFailure.ofPush(spec.target(), pushed, workspace.log().lastLines(CAUSE_LINES));
        }
        return new Outcome.Succeeded(
                Digest.parse(Files.readString(folder.digest()).strip()));
    }

    private int build(
            BuildSpec spec,
            BuildFolder folder,
            BuilderEgress.Access access,
            LockSection lockFile,
            Workspace workspace) {
        Optional<String> cache = LayerCache.of(spec);
        int exitCode = workspace.run(buildah.build(spec, cache, folder, access), lockFile);
        if (exitCode == 0
                || cache.isEmpty()
                || !CacheFailure.isIn(workspace.log().lastLines(1))) {
            return exitCode;
        }
        // What is built is still in the folder: only the step that failed is done again.
        workspace.log().line("The layer cache %s does not work; going on without it".formatted(cache.get()));
        return workspace.run(buildah.build(spec, Optional.empty(), folder, access), lockFile);
    }
}
