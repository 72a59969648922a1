package io.wave.builder.image;

import io.wave.build.BuildSpec;
import io.wave.builder.condalock.LockFiles;
import io.wave.builder.condalock.LockSection;
import io.wave.builder.containerfile.NamedImages;
import io.wave.job.engine.outcome.Outcome;
import io.wave.job.engine.plan.Plan;
import io.wave.job.engine.plan.Work;
import io.wave.job.engine.tool.OutputFilter;
import io.wave.job.engine.tool.ToolCommand;
import io.wave.worker.egress.ToolEgress;
import java.util.List;
import java.util.Optional;

/** A build in two steps: a tool builds the image, then a tool pushes it. */
public abstract class BuildAndPush implements Plan.Steps {

    private static final int CAUSE_LINES = 50;

    private final BuildSpec spec;
    private final ToolEgress.Access egress;
    private final LockFiles lockFiles;
    private final Work work;

    /** @param egress the network access of the build; closed with the steps */
    protected BuildAndPush(BuildSpec spec, ToolEgress.Access egress, LockFiles lockFiles, Work work) {
        this.spec = spec;
        this.egress = egress;
        this.lockFiles = lockFiles;
        this.work = work;
    }

    /** The command that builds the image. */
    protected abstract ToolCommand build();

    /** Called after the image was built; may fail the build. */
    protected void built() {}

    /** The command to run if {@link #build} fails, for failures that need not fail the build. */
    protected Optional<ToolCommand> fallback() {
        return Optional.empty();
    }

    /** The command that pushes the image. */
    protected abstract ToolCommand push();

    @Override
    public final List<Plan.Step> inOrder() {
        return List.of(new Build(), new Push());
    }

    @Override
    public final void close() {
        egress.close();
    }

    private List<String> lastLines() {
        return work.log().lastLines(CAUSE_LINES);
    }

    private final class Build implements Plan.Step {

        private final LockSection lockFile = new LockSection();

        @Override
        public ToolCommand command() {
            return build();
        }

        @Override
        public OutputFilter output() {
            return lockFile;
        }

        @Override
        public Optional<ToolCommand> otherwise(int exitCode) {
            return fallback();
        }

        @Override
        public void succeeded() {
            built();
            lockFiles.keep(work.jobId(), lockFile, work.log());
        }

        @Override
        public Outcome failed(int exitCode) {
            List<String> log = lastLines();
            return UnnamedImage.rejectedIn(log, NamedImages.of(spec))
                    .<Outcome>map(words -> new Outcome.Failed("build failed: containerFile: " + words, exitCode))
                    .orElseGet(() -> BuildFailure.ofBuild(egress.refusal(), spec.platform(), exitCode, log));
        }
    }

    private final class Push implements Plan.Step {

        @Override
        public ToolCommand command() {
            return push();
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
