package io.wave.builder.assembly;

import io.wave.augment.manifest.ManifestException;
import io.wave.build.BuildSpec;
import io.wave.build.BuildSpec.Assembly;
import io.wave.builder.context.InvalidContextException;
import io.wave.job.engine.outcome.JobFailedException;
import io.wave.job.engine.outcome.Outcome;
import io.wave.job.engine.outcome.Result;
import io.wave.job.engine.plan.Plan;
import io.wave.job.engine.plan.Work;
import io.wave.registry.error.RegistryException;
import java.io.IOException;

/** Assembles an image within the worker; an image that has to be built needs tools. */
public final class AssemblyTask implements Plan.Task {

    private static final String NOTE = "assembled without a build";

    private final Assembler assembler;
    private final BuildSpec spec;
    private final Assembly assembly;

    public AssemblyTask(Assembler assembler, BuildSpec spec, Assembly assembly) {
        this.assembler = assembler;
        this.spec = spec;
        this.assembly = assembly;
    }

    @Override
    public Outcome run(Work work) throws IOException, InterruptedException {
        try {
            return new Outcome.Succeeded(new Result.Image(assembler.assemble(spec, assembly, work)), NOTE);
        } catch (ManifestException onlyByBuild) {
            work.log().line("cannot be assembled, building instead: " + onlyByBuild.getMessage());
            return new Outcome.NeedsTools();
        } catch (RegistryException | InvalidContextException failure) {
            work.log().line(String.valueOf(failure.getMessage()));
            throw new JobFailedException("build failed: " + failure.getMessage());
        }
    }
}
