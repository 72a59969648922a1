package io.wave.builder.buildah;

import io.wave.build.BuildSpec;
import io.wave.builder.condalock.LockFiles;
import io.wave.builder.containerfile.MountRules;
import io.wave.builder.containerfile.NamedImages;
import io.wave.builder.context.ContextFiles;
import io.wave.builder.egress.BuilderEgress;
import io.wave.builder.image.ImageBuilder;
import io.wave.builder.image.ImageCheck;
import io.wave.job.engine.plan.Plan;
import io.wave.job.engine.plan.Work;
import java.io.IOException;
import java.nio.file.Files;

/** The inputs of a {@code buildah} build: the complete context, configuration and credentials. */
public final class BuildInputs implements ImageBuilder {

    private final ContextFiles contextFiles;
    private final RegistryFiles registries;
    private final Buildah buildah;
    private final BuilderEgress egress;
    private final LockFiles lockFiles;
    private final ImageCheck check;

    public BuildInputs(
            ContextFiles contextFiles,
            RegistryFiles registries,
            Buildah buildah,
            BuilderEgress egress,
            LockFiles lockFiles,
            ImageCheck check) {
        this.contextFiles = contextFiles;
        this.registries = registries;
        this.buildah = buildah;
        this.egress = egress;
        this.lockFiles = lockFiles;
        this.check = check;
    }

    @Override
    public Plan.Steps prepare(BuildSpec spec, NamedImages named, Work work) throws IOException, InterruptedException {
        MountRules.check(spec.containerFile());
        CompressionRules.check(spec.compression());
        BuildFolder folder = BuildFolder.create(work.folder());
        fill(spec, named, folder, work);
        return new BuildSteps(spec, folder, buildah, registries, egress.open(), lockFiles, check, work);
    }

    private void fill(BuildSpec spec, NamedImages named, BuildFolder folder, Work work)
            throws IOException, InterruptedException {
        contextFiles.fill(spec, work, folder.temporary(), folder.context(), folder.ignoreFile());
        Files.writeString(folder.containerFile(), spec.containerFile());
        registries.write(spec, named.images(), folder);
        buildah.writeSettings(folder);
    }
}
