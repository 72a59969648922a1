package io.wave.builder.singularity;

import io.wave.build.BuildSpec;
import io.wave.builder.condalock.LockFiles;
import io.wave.builder.image.BuildAndPush;
import io.wave.job.engine.outcome.Outcome;
import io.wave.job.engine.plan.Work;
import io.wave.job.engine.tool.ToolCommand;
import io.wave.registry.RegistryClient;
import io.wave.registry.config.RegistriesProperties;
import io.wave.worker.egress.ToolEgress;

/** A build by Singularity or Apptainer: {@code build}, then {@code push}. */
final class SingularitySteps extends BuildAndPush {

    private final String program;
    private final BuildSpec spec;
    private final SifFolder folder;
    private final RegistriesProperties registries;
    private final RegistryClient client;
    private final ToolEgress.Access access;
    private final Work work;

    SingularitySteps(
            String program,
            BuildSpec spec,
            SifFolder folder,
            RegistriesProperties registries,
            RegistryClient client,
            ToolEgress.Access access,
            LockFiles lockFiles,
            Work work) {
        super(spec, access, lockFiles, work);
        this.program = program;
        this.spec = spec;
        this.folder = folder;
        this.registries = registries;
        this.client = client;
        this.access = access;
        this.work = work;
    }

    @Override
    protected ToolCommand build() {
        boolean secure = new SifDefinition(spec.containerFile()).hasSecureBases(registries);
        return Singularity.build(program, folder, spec.platform(), secure, access);
    }

    /** An image for another platform would be pulled as the one it is named after. */
    @Override
    protected void built() {
        String wanted = spec.platform().architecture();
        SifHeader.architecture(folder.image())
                .filter(architecture -> !architecture.equals(wanted))
                .ifPresent(architecture -> {
                    throw SifFiles.failed(
                            work,
                            "the base image or %s made an image for linux/%s instead of %s"
                                    .formatted(program, architecture, spec.platform()));
                });
    }

    @Override
    protected ToolCommand push() {
        String destination = SifDefinition.location(spec.target(), registries);
        return Singularity.push(
                program, folder, destination, SifDefinition.isSecure(spec.target(), registries), access);
    }

    @Override
    public Outcome outcome() throws InterruptedException {
        return new PushedSif(client, spec, work).outcome();
    }
}
