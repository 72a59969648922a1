package io.wave.builder.buildkit;

import io.wave.build.BuildSpec;
import io.wave.builder.condalock.LockFiles;
import io.wave.job.engine.outcome.Outcome;
import io.wave.job.engine.plan.Plan;
import io.wave.job.engine.plan.Work;
import io.wave.job.engine.tool.OutputFilter;
import io.wave.job.engine.tool.ToolCommand;
import io.wave.worker.egress.ToolEgress;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** A BuildKit build: BuildKit pushes the image by its digest, then the image is checked and tagged. */
final class BuildKitSteps implements Plan.Steps {

    private static final int CAUSE_LINES = 50;

    private final BuildSpec spec;
    private final BuildKitFolder folder;
    private final BuildKit daemon;
    private final BuildKit.Access access;
    private final Collection<String> servers;
    private final Buildctl.Options options;
    private final List<String> writtenCache;
    private final boolean external;
    private final CachedLock cachedLock;
    private final ToolEgress.Access egress;
    private final ProgressLog progress;
    private final PushedImage image;
    private final LockFiles lockFiles;
    private final Work work;

    /**
     * @param daemon closed with the steps
     * @param external whether others run the daemon
     */
    BuildKitSteps(
            BuildSpec spec,
            BuildKitFolder folder,
            BuildKit daemon,
            BuildKit.Access access,
            Collection<String> servers,
            Buildctl.Options options,
            List<String> writtenCache,
            boolean external,
            CachedLock cachedLock,
            ToolEgress.Access egress,
            ProgressLog progress,
            PushedImage image,
            LockFiles lockFiles,
            Work work) {
        this.spec = spec;
        this.folder = folder;
        this.daemon = daemon;
        this.access = access;
        this.servers = List.copyOf(servers);
        this.options = options;
        this.writtenCache = List.copyOf(writtenCache);
        this.external = external;
        this.cachedLock = cachedLock;
        this.egress = egress;
        this.progress = progress;
        this.image = image;
        this.lockFiles = lockFiles;
        this.work = work;
    }

    @Override
    public List<Plan.Step> inOrder() {
        return List.of(new Build(), cachedLock);
    }

    @Override
    public Outcome outcome() throws IOException, InterruptedException {
        return image.release(Files.readString(folder.metadata()), progress);
    }

    @Override
    public void close() {
        egress.close();
        daemon.close();
    }

    private final class Build implements Plan.Step {

        @Override
        public ToolCommand command() {
            return Buildctl.build(access, spec, options, folder, egress);
        }

        @Override
        public OutputFilter output() {
            return progress;
        }

        /**
         * Repeats the build once: if its client was killed, on the restarted daemon, if the connection was lost, or without a cache
         * that lacks layers.
         */
        @Override
        public Optional<ToolCommand> otherwise(int exitCode) {
            if (BuildKitFailure.isKilledClient(exitCode, progress)) {
                return again("buildctl was killed; restarting the build", options);
            }
            if (progress.lostDaemon() && !external) {
                return again("Connection to BuildKit lost; restarting the build", options);
            }
            if (!options.cache().isEmpty() && progress.lacksLayers()) {
                return again(
                        "A layer cannot be read; restarting the build without the layer cache",
                        options.withCache(writtenCache));
            }
            return Optional.empty();
        }

        private Optional<ToolCommand> again(String reason, Buildctl.Options changed) {
            try {
                BuildKit.Access daemonAgain = daemon.open(servers);
                work.log().line(reason);
                progress.restart();
                return Optional.of(Buildctl.build(daemonAgain, spec, changed, folder, egress));
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
            if (external && progress.lostDaemon()) {
                return BuildKitFailure.ofLostDaemon(progress);
            }
            List<String> log = work.log().lastLines(CAUSE_LINES);
            return BuildKitFailure.of(
                    spec, progress, access.endings(), access.denials().in(log).or(egress::refusal), exitCode, log);
        }
    }
}
