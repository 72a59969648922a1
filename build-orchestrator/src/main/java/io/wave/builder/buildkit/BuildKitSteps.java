package io.wave.builder.buildkit;

import io.wave.build.BuildSpec;
import io.wave.builder.condalock.LockFiles;
import io.wave.builder.egress.BuilderEgress;
import io.wave.image.Digest;
import io.wave.job.engine.outcome.Outcome;
import io.wave.job.engine.plan.Plan;
import io.wave.job.engine.plan.Work;
import io.wave.job.engine.tool.OutputFilter;
import io.wave.job.engine.tool.ToolCommand;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A build by BuildKit, which pushes the image by its digest; then it gets its tag. */
final class BuildKitSteps implements Plan.Steps {

    private static final int CAUSE_LINES = 50;

    private final BuildSpec spec;
    private final BuildKitFolder folder;
    private final BuildKit daemon;
    private final List<String> client;
    private final String repository;
    private final BuilderEgress.Access access;
    private final ProgressLog progress;
    private final PushedImage image;
    private final LockFiles lockFiles;
    private final Work work;

    BuildKitSteps(
            BuildSpec spec,
            BuildKitFolder folder,
            BuildKit daemon,
            List<String> client,
            String repository,
            BuilderEgress.Access access,
            ProgressLog progress,
            PushedImage image,
            LockFiles lockFiles,
            Work work) {
        this.spec = spec;
        this.folder = folder;
        this.daemon = daemon;
        this.client = client;
        this.repository = repository;
        this.access = access;
        this.progress = progress;
        this.image = image;
        this.lockFiles = lockFiles;
        this.work = work;
    }

    @Override
    public List<Plan.Step> inOrder() {
        return List.of(new Build());
    }

    @Override
    public Outcome outcome() throws IOException, InterruptedException {
        Digest digest = image.digestIn(folder.metadata());
        image.check(digest);
        work.beginPush();
        image.tag(digest);
        work.log().line("Pushed %s as %s".formatted(spec.target(), digest));
        return new Outcome.Succeeded(digest);
    }

    @Override
    public void close() {
        access.close();
    }

    private final class Build implements Plan.Step {

        @Override
        public ToolCommand command() {
            return Buildctl.build(client, spec, repository, folder, access);
        }

        @Override
        public OutputFilter output() {
            return progress;
        }

        /** Once more, if the daemon was lost under it: it is started again. */
        @Override
        public Optional<ToolCommand> otherwise() {
            if (!progress.lostDaemon()) {
                return Optional.empty();
            }
            try {
                List<String> again = daemon.client();
                work.log().line("The connection to BuildKit was lost; the build is begun again");
                progress.restart();
                return Optional.of(Buildctl.build(again, spec, repository, folder, access));
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }

        @Override
        public void succeeded() {
            progress.lockFile().ifPresent(lock -> lockFiles.keep(work.jobId(), lock, work.log()));
        }

        @Override
        public Outcome failed(int exitCode) {
            return BuildKitFailure.of(
                    spec, progress, access.refusal(), exitCode, work.log().lastLines(CAUSE_LINES));
        }
    }
}
