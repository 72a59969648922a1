package io.wave.builder.singularity;

import io.wave.build.BuildSpec;
import io.wave.builder.condalock.LockFiles;
import io.wave.builder.containerfile.DefinitionRules;
import io.wave.builder.containerfile.NamedImages;
import io.wave.builder.containerfile.ReachableSources;
import io.wave.builder.context.InvalidContextException;
import io.wave.job.engine.outcome.JobFailedException;
import io.wave.job.engine.plan.Plan;
import io.wave.job.engine.plan.Work;
import io.wave.job.engine.tool.SearchPath;
import io.wave.registry.RegistryClient;
import io.wave.registry.config.JobCredentials;
import io.wave.registry.config.RegistriesProperties;
import io.wave.registry.error.RegistryException;
import io.wave.worker.egress.ToolEgress;
import java.io.IOException;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** The inputs of Singularity builds: the program, the context and credentials. */
public final class SingularityInputs {

    private final SifContext contexts;
    private final RegistriesProperties registries;
    private final JobCredentials credentials;
    private final RegistryClient client;
    private final ReachableSources sources;
    private final ToolEgress egress;
    private final LockFiles lockFiles;
    private final SearchPath programs;
    private final JsonMapper json;

    public SingularityInputs(
            SifContext contexts,
            RegistriesProperties registries,
            JobCredentials credentials,
            RegistryClient client,
            ReachableSources sources,
            ToolEgress egress,
            LockFiles lockFiles,
            SearchPath programs,
            JsonMapper json) {
        this.contexts = contexts;
        this.registries = registries;
        this.credentials = credentials;
        this.client = client;
        this.sources = sources;
        this.egress = egress;
        this.lockFiles = lockFiles;
        this.programs = programs;
        this.json = json;
    }

    /** The inputs of one build. */
    public Plan.Inputs of(BuildSpec spec) {
        return work -> prepare(spec, work);
    }

    private Plan.Steps prepare(BuildSpec spec, Work work) throws IOException, InterruptedException {
        Optional<String> program = programs.firstOf(Singularity.PROGRAMS);
        if (program.isEmpty()) {
            throw failed(
                    work,
                    "format: 'sif' requires singularity or apptainer, but neither is installed on the build worker");
        }
        try {
            NamedImages named = NamedImages.of(spec);
            DefinitionRules.check(spec.containerFile());
            sources.require(named);
            SifFolder folder = SifFolder.create(work.folder());
            contexts.prepare(spec, folder, work);
            SifDefinition definition = new SifDefinition(spec.containerFile());
            new RegistryLogins(registries, credentials, spec.tenant(), json)
                    .write(definition.bases(), spec.target(), folder);
            return new SingularitySteps(
                    program.get(), spec, folder, registries, client, egress.open(), lockFiles, work);
        } catch (InvalidContextException | RegistryException failure) {
            throw failed(work, String.valueOf(failure.getMessage()));
        }
    }

    static JobFailedException failed(Work work, String cause) {
        work.log().line(cause);
        return new JobFailedException("build failed: " + cause);
    }
}
