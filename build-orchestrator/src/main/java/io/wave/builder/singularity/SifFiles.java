package io.wave.builder.singularity;

import io.wave.build.BuildSpec;
import io.wave.builder.containerfile.DefinitionRules;
import io.wave.builder.containerfile.NamedImages;
import io.wave.builder.containerfile.ReachableSources;
import io.wave.builder.context.InvalidContextException;
import io.wave.job.engine.outcome.JobFailedException;
import io.wave.job.engine.plan.Work;
import io.wave.registry.config.JobCredentials;
import io.wave.registry.config.RegistriesProperties;
import io.wave.registry.error.RegistryException;
import java.io.IOException;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** The files of a Singularity build, wherever it runs. */
public final class SifFiles {

    private final SifContext contexts;
    private final ReachableSources sources;
    private final RegistriesProperties registries;
    private final JobCredentials credentials;
    private final JsonMapper json;

    public SifFiles(
            SifContext contexts,
            ReachableSources sources,
            RegistriesProperties registries,
            JobCredentials credentials,
            JsonMapper json) {
        this.contexts = contexts;
        this.sources = sources;
        this.registries = registries;
        this.credentials = credentials;
        this.json = json;
    }

    /**
     * The files of one build.
     *
     * @param folder where they are
     * @param settings contents of the configuration files of the program by their names, which have the credentials
     */
    record Written(SifFolder folder, Map<String, String> settings) {}

    /**
     * Checks the definition, and writes it with its context into the folder of the attempt.
     *
     * @param built where this folder is when the image is built
     * @throws JobFailedException if the definition or its context is invalid
     */
    Written write(BuildSpec spec, SifFolder built, Work work) throws IOException, InterruptedException {
        try {
            NamedImages named = NamedImages.of(spec);
            DefinitionRules.check(spec.containerFile());
            sources.require(named);
            SifFolder folder = SifFolder.create(work.folder());
            contexts.prepare(spec, folder, built, work);
            RegistryLogins logins = new RegistryLogins(registries, credentials, spec.tenant(), json);
            return new Written(folder, logins.files(new SifDefinition(spec.containerFile()).bases(), spec.target()));
        } catch (InvalidContextException | RegistryException failure) {
            throw failed(work, String.valueOf(failure.getMessage()));
        }
    }

    RegistriesProperties registries() {
        return registries;
    }

    static JobFailedException failed(Work work, String cause) {
        work.log().line(cause);
        return new JobFailedException("build failed: " + cause);
    }
}
