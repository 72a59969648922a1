package io.wave.builder.singularity;

import io.wave.build.BuildSpec;
import io.wave.builder.condalock.LockFiles;
import io.wave.builder.image.BuildAndPush;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.job.engine.outcome.Outcome;
import io.wave.job.engine.plan.Work;
import io.wave.job.engine.tool.ToolCommand;
import io.wave.registry.RegistryClient;
import io.wave.registry.access.RegistryAccess;
import io.wave.registry.config.RegistriesProperties;
import io.wave.registry.error.RegistryException;
import io.wave.worker.egress.ToolEgress;
import io.wave.worker.registry.RegistryCalls;
import java.time.Duration;

/** A build by Singularity or Apptainer: {@code build}, then {@code push}. */
final class SingularitySteps extends BuildAndPush {

    private static final int MAX_LOOKS = 6;
    private static final Duration LOOK_PAUSE = Duration.ofSeconds(1);

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
        boolean secure =
                new SifDefinition(spec.containerFile()).bases().stream().allMatch(this::isSecure);
        return Singularity.build(program, folder, spec.platform(), secure, access);
    }

    /** An image for another platform would be pulled as the one it is named after. */
    @Override
    protected void built() {
        String wanted = spec.platform().architecture();
        SifHeader.architecture(folder.image())
                .filter(architecture -> !architecture.equals(wanted))
                .ifPresent(architecture -> {
                    throw SingularityInputs.failed(
                            work,
                            "the base image or %s made an image for linux/%s instead of %s"
                                    .formatted(program, architecture, spec.platform()));
                });
    }

    @Override
    protected ToolCommand push() {
        String destination = SifDefinition.location(spec.target(), registries);
        return Singularity.push(program, folder, destination, isSecure(spec.target()), access);
    }

    /** The program does not print the digest, so it is read from the registry, which may take a moment to show it. */
    @Override
    public Outcome outcome() throws InterruptedException {
        try {
            Digest digest = RegistryCalls.await(client.resolve(spec.target(), new RegistryAccess(spec.tenant()))
                            .repeatWhenEmpty(MAX_LOOKS, times -> times.delayElements(LOOK_PAUSE)))
                    .digest();
            return new Outcome.Succeeded(digest);
        } catch (RegistryException failure) {
            throw SingularityInputs.failed(work, String.valueOf(failure.getMessage()));
        }
    }

    private boolean isSecure(ImageReference image) {
        return !SifDefinition.registryLocation(image, registries).insecure();
    }
}
