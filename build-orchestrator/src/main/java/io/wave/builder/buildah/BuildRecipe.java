package io.wave.builder.buildah;

import io.wave.build.BuildSpec;
import io.wave.build.BuildSpec.StoredContext;
import io.wave.build.BuildSpec.StoredLayer;
import io.wave.builder.context.BuildContexts;
import io.wave.builder.context.ContextLayers;
import io.wave.builder.context.IgnoreFiles;
import io.wave.builder.context.InvalidContextException;
import io.wave.builder.context.StoreWait;
import io.wave.builder.lock.LockFiles;
import io.wave.builder.lock.LockSection;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.job.engine.Outcome;
import io.wave.job.engine.process.ProcessRecipe;
import io.wave.job.engine.process.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** A build, step by step: the context, {@code buildah build}, then {@code buildah push} under a lease just renewed. */
public final class BuildRecipe implements ProcessRecipe {

    private static final String CONDA_FILE = "conda.yml";
    private static final int CAUSE_LINES = 50;

    private final BuildContexts contexts;
    private final ContextLayers layers;
    private final RegistryFiles registries;
    private final Buildah buildah;
    private final LockFiles lockFiles;
    private final JsonMapper json;

    public BuildRecipe(
            BuildContexts contexts,
            ContextLayers layers,
            RegistryFiles registries,
            Buildah buildah,
            LockFiles lockFiles,
            JsonMapper json) {
        this.contexts = contexts;
        this.layers = layers;
        this.registries = registries;
        this.buildah = buildah;
        this.lockFiles = lockFiles;
        this.json = json;
    }

    @Override
    public Outcome run(Workspace workspace) throws InterruptedException {
        BuildSpec spec = json.readValue(workspace.spec(), BuildSpec.class);
        try {
            BuildFolder folder = BuildFolder.create(workspace.folder());
            prepare(spec, folder, workspace);
            return build(spec, folder, workspace);
        } catch (InvalidContextException invalid) {
            return new Outcome.Failed("build failed: " + invalid.getMessage(), null);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void prepare(BuildSpec spec, BuildFolder folder, Workspace workspace)
            throws IOException, InterruptedException {
        StoredContext context = spec.context();
        if (context != null) {
            StoreWait.until(workspace, () -> contexts.unpack(context, folder.temporary(), folder.context()));
        }
        for (StoredLayer layer : Objects.requireNonNullElse(spec.layers(), List.<StoredLayer>of())) {
            StoreWait.until(workspace, () -> layers.put(layer, spec.tenant(), folder.context()));
        }
        if (spec.condaFile() != null) {
            Path condaFile = folder.context().resolve(CONDA_FILE);
            Files.deleteIfExists(condaFile);
            Files.writeString(condaFile, spec.condaFile());
        }
        IgnoreFiles.exceptOurs(folder.context());
        Files.writeString(folder.containerFile(), spec.containerFile());
        registries.write(spec, folder);
        buildah.writeSettings(folder);
    }

    /** A cache is a help only: where its name is none that buildah knows, the build does without. */
    private static Optional<String> cache(BuildSpec spec) {
        if (spec.cacheRepository() == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(ImageReference.parse(spec.cacheRepository()).name());
        } catch (IllegalArgumentException otherKind) {
            return Optional.empty();
        }
    }

    private Outcome build(BuildSpec spec, BuildFolder folder, Workspace workspace) throws IOException {
        Optional<String> cache = cache(spec);
        LockSection lockFile = new LockSection();
        int exitCode = workspace.run(buildah.build(spec, cache, folder), lockFile);
        if (exitCode != 0
                && cache.isPresent()
                && CacheFailure.isIn(workspace.log().lastLines(1))) {
            // What is built is still in the folder: only the step that failed is done again.
            workspace.log().line("The layer cache %s does not work; going on without it".formatted(cache.get()));
            exitCode = workspace.run(buildah.build(spec, Optional.empty(), folder), lockFile);
        }
        if (exitCode != 0) {
            return BuildFailure.ofBuild(
                    spec.platform(), exitCode, workspace.log().lastLines(CAUSE_LINES));
        }
        lockFiles.keep(workspace.jobId(), lockFile, workspace.log());
        workspace.pushing();
        exitCode = workspace.run(buildah.push(spec, registries.destination(spec.target()), folder));
        if (exitCode != 0) {
            return BuildFailure.ofPush(spec.target(), exitCode, workspace.log().lastLines(CAUSE_LINES));
        }
        return new Outcome.Succeeded(
                Digest.parse(Files.readString(folder.digest()).strip()));
    }
}
