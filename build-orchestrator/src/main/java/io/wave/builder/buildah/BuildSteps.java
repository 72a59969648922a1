package io.wave.builder.buildah;

import io.wave.build.BuildSpec;
import io.wave.builder.condalock.LockFiles;
import io.wave.builder.condalock.LockSection;
import io.wave.builder.egress.BuilderEgress;
import io.wave.image.Digest;
import io.wave.job.engine.outcome.Outcome;
import io.wave.job.engine.plan.Plan;
import io.wave.job.engine.plan.Work;
import io.wave.job.engine.tool.OutputFilter;
import io.wave.job.engine.tool.ToolCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/** A build by {@code buildah}: {@code build}, then {@code push}. */
final class BuildSteps implements Plan.Steps {

    private static final int CAUSE_LINES = 50;

    private final BuildSpec spec;
    private final BuildFolder folder;
    private final Buildah buildah;
    private final RegistryFiles registries;
    private final BuilderEgress.Access access;
    private final LockFiles lockFiles;
    private final Work work;

    BuildSteps(
            BuildSpec spec,
            BuildFolder folder,
            Buildah buildah,
            RegistryFiles registries,
            BuilderEgress.Access access,
            LockFiles lockFiles,
            Work work) {
        this.spec = spec;
        this.folder = folder;
        this.buildah = buildah;
        this.registries = registries;
        this.access = access;
        this.lockFiles = lockFiles;
        this.work = work;
    }

    @Override
    public List<Plan.Step> inOrder() {
        return List.of(new Build(), new Push());
    }

    @Override
    public Outcome outcome() throws IOException {
        return new Outcome.Succeeded(
                Digest.parse(Files.readString(folder.digest()).strip()));
    }

    @Override
    public void close() {
        access.close();
    }

    private List<String> lastLines() {
        return work.log().lastLines(CAUSE_LINES);
    }

    private final class Build implements Plan.Step {

        private final LockSection lockFile = new LockSection();
        private final Optional<String> cache = LayerCache.of(spec);

        @Override
        public ToolCommand command() {
            return buildah.build(spec, cache, folder, access);
        }

        @Override
        public OutputFilter output() {
            return lockFile;
        }

        /** Without the cache, if that is what failed: what is built is still in the folder. */
        @Override
        public Optional<ToolCommand> otherwise() {
            if (cache.isEmpty() || !CacheFailure.isIn(work.log().lastLines(1))) {
                return Optional.empty();
            }
            work.log().line("The layer cache %s does not work; going on without it".formatted(cache.get()));
            return Optional.of(buildah.build(spec, Optional.empty(), folder, access));
        }

        @Override
        public void succeeded() {
            lockFiles.keep(work.jobId(), lockFile, work.log());
        }

        @Override
        public Outcome failed(int exitCode) {
            return BuildFailure.ofBuild(access.refusal(), spec.platform(), exitCode, lastLines());
        }
    }

    private final class Push implements Plan.Step {

        @Override
        public ToolCommand command() {
            return buildah.push(spec, registries.destination(spec.target()), folder, access);
        }

        @Override
        public boolean pushes() {
            return true;
        }

        @Override
        public Outcome failed(int exitCode) {
            return BuildFailure.ofPush(spec.target(), exitCode, lastLines());
        }
    }
}
