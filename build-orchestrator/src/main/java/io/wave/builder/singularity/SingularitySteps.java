package io.wave.builder.singularity;

import io.wave.build.BuildSpec;
import io.wave.builder.assembly.RegistryCalls;
import io.wave.builder.buildah.BuildFailure;
import io.wave.builder.condalock.LockFiles;
import io.wave.builder.condalock.LockSection;
import io.wave.builder.egress.BuilderEgress;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.job.engine.outcome.Outcome;
import io.wave.job.engine.plan.Plan;
import io.wave.job.engine.plan.Work;
import io.wave.job.engine.tool.OutputFilter;
import io.wave.job.engine.tool.ToolCommand;
import io.wave.registry.RegistryClient;
import io.wave.registry.access.RegistryAccess;
import io.wave.registry.config.RegistriesProperties;
import io.wave.registry.error.RegistryException;
import java.time.Duration;
import java.util.List;

/** A build by Singularity or Apptainer: {@code build}, then {@code push}. */
final class SingularitySteps implements Plan.Steps {

    private static final int CAUSE_LINES = 50;
    private static final int MAX_LOOKS = 6;
    private static final Duration LOOK_PAUSE = Duration.ofSeconds(1);

    private final String program;
    private final BuildSpec spec;
    private final SifFolder folder;
    private final RegistriesProperties registries;
    private final RegistryClient client;
    private final BuilderEgress.Access access;
    private final LockFiles lockFiles;
    private final Work work;

    SingularitySteps(
            String program,
            BuildSpec spec,
            SifFolder folder,
            RegistriesProperties registries,
            RegistryClient client,
            BuilderEgress.Access access,
            LockFiles lockFiles,
            Work work) {
        this.program = program;
        this.spec = spec;
        this.folder = folder;
        this.registries = registries;
        this.client = client;
        this.access = access;
        this.lockFiles = lockFiles;
        this.work = work;
    }

    @Override
    public List<Plan.Step> inOrder() {
        return List.of(new Build(), new Push());
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

    @Override
    public void close() {
        access.close();
    }

    private List<String> lastLines() {
        return work.log().lastLines(CAUSE_LINES);
    }

    private boolean isSecure(ImageReference image) {
        return !DefinitionFile.place(image, registries).insecure();
    }

    private final class Build implements Plan.Step {

        private final LockSection lockFile = new LockSection();

        @Override
        public ToolCommand command() {
            boolean secure =
                    new DefinitionFile(spec.containerFile()).bases().stream().allMatch(SingularitySteps.this::isSecure);
            return Singularity.build(program, folder, secure, access);
        }

        @Override
        public OutputFilter output() {
            return lockFile;
        }

        @Override
        public void succeeded() {
            lockFiles.keep(work.jobId(), lockFile, work.log());
        }

        @Override
        public Outcome failed(int exitCode) {
            return BuildFailure.ofBuild(access.refusal(), spec.platform(), exitCode, lastLines());
        }
    }

    private final class Push implements Plan.Step {

        @Override
        public ToolCommand command() {
            String destination = DefinitionFile.location(spec.target(), registries);
            return Singularity.push(program, folder, destination, isSecure(spec.target()), access);
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
