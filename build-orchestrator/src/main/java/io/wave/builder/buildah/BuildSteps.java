package io.wave.builder.buildah;

import io.wave.build.BuildSpec;
import io.wave.builder.condalock.LockFiles;
import io.wave.builder.image.BuildAndPush;
import io.wave.builder.image.ImageCheck;
import io.wave.image.Digest;
import io.wave.job.engine.outcome.Outcome;
import io.wave.job.engine.plan.Work;
import io.wave.job.engine.tool.ToolCommand;
import io.wave.worker.egress.ToolEgress;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/** A {@code buildah} build: {@code build}, then {@code push}. */
final class BuildSteps extends BuildAndPush {

    private final BuildSpec spec;
    private final BuildFolder folder;
    private final Buildah buildah;
    private final RegistryFiles registries;
    private final ToolEgress.Access access;
    private final Work work;
    private final ImageCheck check;
    private final Optional<String> cache;

    BuildSteps(
            BuildSpec spec,
            BuildFolder folder,
            Buildah buildah,
            RegistryFiles registries,
            Optional<String> cache,
            ToolEgress.Access access,
            LockFiles lockFiles,
            ImageCheck check,
            Work work) {
        super(spec, access, lockFiles, work);
        this.spec = spec;
        this.folder = folder;
        this.buildah = buildah;
        this.registries = registries;
        this.access = access;
        this.check = check;
        this.work = work;
        this.cache = cache;
    }

    @Override
    protected ToolCommand build() {
        return buildah.build(spec, cache, folder, access);
    }

    /** Repeats a build without the cache if the cache failed; layers that were built are still in the folder. */
    @Override
    protected Optional<ToolCommand> fallback() {
        if (cache.isEmpty() || !CacheFailure.isIn(work.log().lastLines(1))) {
            return Optional.empty();
        }
        work.log().line("Layer cache %s cannot be used; building without it".formatted(cache.get()));
        return Optional.of(buildah.build(spec, Optional.empty(), folder, access));
    }

    @Override
    protected ToolCommand push() {
        return buildah.push(spec, registries.destination(spec.target()), folder, access);
    }

    @Override
    public Outcome outcome() throws IOException, InterruptedException {
        Digest digest = Digest.parse(Files.readString(folder.digest()).strip());
        return new Outcome.Succeeded(check.check(spec, digest).digest());
    }
}
