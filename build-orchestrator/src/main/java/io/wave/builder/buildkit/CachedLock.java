package io.wave.builder.buildkit;

import io.wave.builder.condalock.LockFiles;
import io.wave.builder.condalock.LockSection;
import io.wave.job.engine.outcome.Outcome;
import io.wave.job.engine.plan.Plan;
import io.wave.job.engine.plan.Work;
import io.wave.job.engine.tool.OutputFilter;
import io.wave.job.engine.tool.ToolCommand;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;

/** Gets the lock file of a build whose steps were in the cache, so that none of them has printed it. */
final class CachedLock implements Plan.Step {

    private final BooleanSupplier needed;
    private final Supplier<ToolCommand> command;
    private final ProgressLog progress;
    private final LockFiles lockFiles;
    private final Work work;

    /**
     * A step after the build.
     *
     * @param needed whether the build prints a lock file and has not done so
     * @param command prints it again
     */
    CachedLock(JsonMapper json, BooleanSupplier needed, Supplier<ToolCommand> command, LockFiles lockFiles, Work work) {
        this.needed = needed;
        this.command = command;
        this.progress = new ProgressLog(json, _ -> {});
        this.lockFiles = lockFiles;
        this.work = work;
    }

    @Override
    public boolean isNeeded() {
        return needed.getAsBoolean();
    }

    @Override
    public boolean isOptional() {
        return true;
    }

    @Override
    public ToolCommand command() {
        return command.get();
    }

    /** The log has the steps of the build already. */
    @Override
    public OutputFilter output() {
        return new OutputFilter() {
            @Override
            public byte[] keep(byte[] bytes, int length) {
                progress.keep(bytes, length);
                return new byte[0];
            }

            @Override
            public byte[] rest() {
                progress.rest();
                return new byte[0];
            }
        };
    }

    @Override
    public void succeeded() {
        Optional<LockSection> lock = progress.lockFile();
        lock.ifPresent(present -> lockFiles.keep(work.jobId(), present, work.log()));
    }

    @Override
    public Outcome failed(int exitCode) {
        throw new IllegalStateException("the step is optional");
    }
}
