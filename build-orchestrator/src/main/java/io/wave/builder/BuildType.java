package io.wave.builder;

import io.wave.build.BuildSpec;
import io.wave.build.BuildSpec.Assembly;
import io.wave.build.BuildSpec.IndexEntry;
import io.wave.builder.assembly.Assembler;
import io.wave.builder.assembly.AssemblyTask;
import io.wave.builder.buildkit.BuildContainers;
import io.wave.builder.image.ContainerFileBuilds;
import io.wave.builder.multiplatform.IndexTask;
import io.wave.builder.singularity.SingularityContainers;
import io.wave.builder.singularity.SingularityInputs;
import io.wave.job.JobKind;
import io.wave.job.engine.plan.JobType;
import io.wave.job.engine.plan.Plan;
import io.wave.registry.RegistryClient;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/**
 * Builds: of container files and definition files by tools, of image indexes and assembled images within the worker.
 */
final class BuildType implements JobType<BuildSpec> {

    private final ContainerFileBuilds builds;
    private final BuildContainers containers;
    private final SingularityInputs singularity;
    private final SingularityContainers singularityContainers;
    private final Assembler assembler;
    private final RegistryClient registries;
    private final JsonMapper json;

    BuildType(
            ContainerFileBuilds builds,
            BuildContainers containers,
            SingularityInputs singularity,
            SingularityContainers singularityContainers,
            Assembler assembler,
            RegistryClient registries,
            JsonMapper json) {
        this.builds = builds;
        this.containers = containers;
        this.singularity = singularity;
        this.singularityContainers = singularityContainers;
        this.assembler = assembler;
        this.registries = registries;
        this.json = json;
    }

    @Override
    public JobKind kind() {
        return JobKind.BUILD;
    }

    @Override
    public BuildSpec read(String spec) {
        return json.readValue(spec, BuildSpec.class);
    }

    @Override
    public Plan plan(BuildSpec spec) {
        List<IndexEntry> index = spec.index();
        if (index != null) {
            return new Plan.InWorker(new IndexTask(registries, spec, index));
        }
        if (spec.isSingularity()) {
            return new Plan.Tools(singularity.of(spec), singularityContainers.of(spec));
        }
        Plan.Tools build = new Plan.Tools(builds.of(spec), containers.of(spec));
        Assembly assembly = spec.assembly();
        return assembly == null ? build : new Plan.InWorker(new AssemblyTask(assembler, spec, assembly), build);
    }

    @Override
    public boolean hasContainers() {
        return true;
    }
}
