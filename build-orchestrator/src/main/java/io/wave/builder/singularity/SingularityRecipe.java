package io.wave.builder.singularity;

import io.wave.build.BuildSpec;
import io.wave.builder.assembly.Waiting;
import io.wave.builder.buildah.BuildFailure;
import io.wave.builder.context.InvalidContextException;
import io.wave.builder.egress.BuilderEgress;
import io.wave.builder.file.DefinitionRules;
import io.wave.builder.file.NamedImages;
import io.wave.builder.file.ReachableSources;
import io.wave.builder.lock.LockFiles;
import io.wave.builder.lock.LockSection;
import io.wave.builder.tool.SearchPath;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.job.engine.Outcome;
import io.wave.job.engine.process.ProcessRecipe;
import io.wave.job.engine.process.Workspace;
import io.wave.registry.RegistriesProperties;
import io.wave.registry.RegistryAccess;
import io.wave.registry.RegistryClient;
import io.wave.registry.RegistryException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * Builds that are to become an image of Singularity: the context, {@code build}, then {@code push} under a lease just
 * renewed. All other builds go on to their own recipe.
 */
public final class SingularityRecipe implements ProcessRecipe {

    private static final int CAUSE_LINES = 50;
    private static final int MAX_LOOKS = 6;
    private static final Duration LOOK_PAUSE = Duration.ofSeconds(1);

    private final SifContext contexts;
    private final RegistriesProperties registries;
    private final RegistryClient client;
    private final ReachableSources sources;
    private final BuilderEgress egress;
    private final LockFiles lockFiles;
    private final SearchPath programs;
    private final ProcessRecipe others;
    private final JsonMapper json;

    public SingularityRecipe(
            SifContext contexts,
            RegistriesProperties registries,
            RegistryClient client,
            ReachableSources sources,
            BuilderEgress egress,
            LockFiles lockFiles,
            SearchPath programs,
            ProcessRecipe others,
            JsonMapper json) {
        this.contexts = contexts;
        this.registries = registries;
        this.client = client;
        this.sources = sources;
        this.egress = egress;
        this.lockFiles = lockFiles;
        this.programs = programs;
        this.others = others;
        this.json = json;
    }

    @Override
    public Outcome run(Workspace workspace) throws InterruptedException {
        BuildSpec spec = json.readValue(workspace.spec(), BuildSpec.class);
        if (!spec.isSingularity()) {
            return others.run(workspace);
        }
        Optional<String> program = programs.firstOf(Singularity.PROGRAMS);
        if (program.isEmpty()) {
            return failed(workspace, "format 'sif' needs singularity or apptainer, and the build worker has neither");
        }
        try {
            NamedImages named = NamedImages.of(spec);
            DefinitionRules.check(spec.containerFile());
            sources.require(named);
            SifFolder folder = SifFolder.create(workspace.folder());
            contexts.prepare(spec, folder, workspace);
            new RegistryLogins(registries, json).write(definition(spec).bases(), spec.target(), folder);
            try (BuilderEgress.Access access = egress.open()) {
                return build(program.get(), spec, folder, access, workspace);
            }
        } catch (InvalidContextException | RegistryException failure) {
            return failed(workspace, String.valueOf(failure.getMessage()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Outcome failed(Workspace workspace, String cause) {
        workspace.log().line(cause);
        return new Outcome.Failed("build failed: " + cause, null);
    }

    private Outcome build(
            String program, BuildSpec spec, SifFolder folder, BuilderEgress.Access access, Workspace workspace)
            throws InterruptedException {
        LockSection lockFile = new LockSection();
        boolean secure = definition(spec).bases().stream().allMatch(this::isSecure);
        int exitCode = workspace.run(Singularity.build(program, folder, secure, access), lockFile);
        if (exitCode != 0) {
            List<String> log = workspace.log().lastLines(CAUSE_LINES);
            int failed = exitCode;
            return access.refusal()
                    .map(words -> BuildFailure.ofRefused(words, spec.platform(), failed, log))
                    .orElseGet(() -> BuildFailure.ofBuild(spec.platform(), failed, log));
        }
        lockFiles.keep(workspace.jobId(), lockFile, workspace.log());
        workspace.pushing();
        String destination = DefinitionFile.location(spec.target(), registries);
        exitCode = workspace.run(Singularity.push(program, folder, destination, isSecure(spec.target()), access));
        if (exitCode != 0) {
            return BuildFailure.ofPush(spec.target(), exitCode, workspace.log().lastLines(CAUSE_LINES));
        }
        return new Outcome.Succeeded(pushed(spec));
    }

    private static DefinitionFile definition(BuildSpec spec) {
        return new DefinitionFile(spec.containerFile());
    }

    private boolean isSecure(ImageReference image) {
        return !DefinitionFile.place(image, registries).insecure();
    }

    /** The program does not say what it pushed. Registries may take a moment to show it. */
    private Digest pushed(BuildSpec spec) throws InterruptedException {
        return Waiting.forResult(client.resolve(spec.target(), new RegistryAccess(spec.tenant()))
                        .repeatWhenEmpty(MAX_LOOKS, times -> times.delayElements(LOOK_PAUSE)))
                .digest();
    }
}
