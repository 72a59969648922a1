package io.wave.builder.singularity;

import io.wave.build.BuildSpec;
import io.wave.builder.condalock.LockFiles;
import io.wave.job.engine.plan.Plan;
import io.wave.job.engine.plan.Work;
import io.wave.job.engine.tool.SearchPath;
import io.wave.registry.RegistryClient;
import io.wave.worker.egress.ToolEgress;
import java.io.IOException;
import java.util.Optional;

/** The inputs of Singularity builds: the program, the context and credentials. */
public final class SingularityInputs {

    private final SifFiles files;
    private final RegistryClient client;
    private final ToolEgress egress;
    private final LockFiles lockFiles;
    private final SearchPath programs;

    public SingularityInputs(
            SifFiles files, RegistryClient client, ToolEgress egress, LockFiles lockFiles, SearchPath programs) {
        this.files = files;
        this.client = client;
        this.egress = egress;
        this.lockFiles = lockFiles;
        this.programs = programs;
    }

    /** The inputs of one build. */
    public Plan.Inputs of(BuildSpec spec) {
        return work -> prepare(spec, work);
    }

    private Plan.Steps prepare(BuildSpec spec, Work work) throws IOException, InterruptedException {
        Optional<String> program = programs.firstOf(Singularity.PROGRAMS);
        if (program.isEmpty()) {
            throw SifFiles.failed(
                    work,
                    "format: 'sif' requires singularity or apptainer, but neither is installed on the build worker");
        }
        SifFiles.Written written = files.write(spec, new SifFolder(work.folder()), work);
        written.folder().writeSettings(written.settings());
        return new SingularitySteps(
                program.get(), spec, written.folder(), files.registries(), client, egress.open(), lockFiles, work);
    }
}
