package io.wave.builder.buildkit;

import io.wave.build.BuildSpec;
import io.wave.builder.condalock.LockFiles;
import io.wave.builder.containerfile.NamedImages;
import io.wave.builder.containerfile.ReachableSources;
import io.wave.builder.containerfile.VariableSources;
import io.wave.builder.context.ContextFiles;
import io.wave.builder.context.InvalidContextException;
import io.wave.builder.image.BuilderProperties;
import io.wave.job.engine.outcome.JobFailedException;
import io.wave.job.engine.plan.ContainerRun;
import io.wave.job.engine.plan.Plan;
import io.wave.job.engine.plan.Work;
import io.wave.registry.RegistryClient;
import io.wave.registry.config.RegistriesProperties;
import io.wave.store.ObjectStore;
import io.wave.worker.egress.ContainerEgress;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Builds by BuildKit in containers, with a daemon each or with external daemons: what they share. */
public final class BuildContainers {

    private final BuildKitFiles files;
    private final ClientConfiguration configuration;
    private final BuilderProperties builder;
    private final BuildKitProperties properties;
    private final ReachableSources sources;
    private final ContainerEgress egress;
    private final ObjectStore store;
    private final RegistryClient registries;
    private final JsonMapper json;
    private final ContainerDaemons daemons;

    public BuildContainers(
            ContextFiles contextFiles,
            ClientConfiguration configuration,
            BuilderProperties builder,
            BuildKitProperties properties,
            RegistriesProperties registriesProperties,
            ReachableSources sources,
            ContainerEgress egress,
            ObjectStore store,
            RegistryClient registries,
            JsonMapper json) {
        this.files = new BuildKitFiles(contextFiles, configuration, registries);
        this.configuration = configuration;
        this.builder = builder;
        this.properties = properties;
        this.sources = sources;
        this.egress = egress;
        this.store = store;
        this.registries = registries;
        this.json = json;
        this.daemons = new ContainerDaemons(properties, registriesProperties);
    }

    /** Runs a build as one container. */
    public Plan.Containers of(BuildSpec spec) {
        return work -> open(spec, work);
    }

    private ContainerRun open(BuildSpec requested, Work work) {
        try {
            BuildSpec spec = VariableSources.expanded(requested);
            return new BuildContainer(spec, NamedImages.of(spec), this, daemons.of(spec), work);
        } catch (InvalidContextException invalid) {
            throw new JobFailedException("build failed: " + invalid.getMessage());
        }
    }

    BuildKitFiles files() {
        return files;
    }

    ClientConfiguration configuration() {
        return configuration;
    }

    ReachableSources sources() {
        return sources;
    }

    ContainerEgress egress() {
        return egress;
    }

    ObjectStore store() {
        return store;
    }

    JsonMapper json() {
        return json;
    }

    BuildKitProperties properties() {
        return properties;
    }

    LockFiles lockFiles() {
        return new LockFiles(store);
    }

    PushedImage image(BuildSpec spec, Work work) {
        return new PushedImage(registries, json, spec, work);
    }

    /** The options of the frontend that enforce the network of steps. */
    Map<String, String> networkOptions() {
        return builder.network().options();
    }
}
