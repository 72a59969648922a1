package io.wave.builder.singularity;

import io.wave.build.BuildSpec;
import io.wave.builder.context.PackedFolder;
import io.wave.builder.image.BuildFailure;
import io.wave.job.engine.outcome.Outcome;
import io.wave.job.engine.plan.Container;
import io.wave.job.engine.plan.ContainerRun;
import io.wave.job.engine.plan.Work;
import io.wave.job.engine.tool.OutputFilter;
import io.wave.registry.config.RegistriesProperties;
import io.wave.resource.BundledFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A build by Singularity or Apptainer in a container, which gets definition and context from the object store, and pushes the image.
 * It is pushed by its tag, since the programs cannot push otherwise. A container on a node that was lost may therefore push it again
 * after its job has ended: another image of the same definition.
 */
final class SifContainer implements ContainerRun {

    private static final int CAUSE_LINES = 50;
    private static final String FILES = "build";
    private static final String SCRIPT = "build-sif.sh";
    private static final SifFolder FOLDER = new SifFolder(Path.of(Container.WORK, FILES));

    private final BuildSpec spec;
    private final SingularityContainers builds;
    private final Work work;
    private final RegistriesProperties registries;
    private final String destination;
    private SifOutput output;

    SifContainer(BuildSpec spec, SingularityContainers builds, Work work) {
        this.spec = spec;
        this.builds = builds;
        this.work = work;
        this.registries = builds.files().registries();
        this.destination = SifDefinition.location(spec.target(), registries);
        this.output = new SifOutput(destination);
    }

    @Override
    public Container container() throws IOException, InterruptedException {
        SifFiles.Written written = builds.files().write(spec, FOLDER, work);
        SifFolder folder = written.folder();
        URI files = PackedFolder.of(folder.root(), List.of(folder.context(), folder.definition()), folder.temporary())
                .store(builds.store(), spec.runTimeout(), work);
        Map<String, String> environment = new HashMap<>(builds.egress().environment());
        environment.putAll(Singularity.settings(FOLDER));
        Map<String, String> secrets = new HashMap<>(written.settings());
        secrets.put(SCRIPT, BundledFile.text(SifContainer.class, SCRIPT));
        return new Container(
                Container.Tool.SINGULARITY,
                command(),
                environment,
                builds.egress().with(secrets),
                Map.of(FILES + ".tar.gz", files),
                Map.of(),
                Optional.empty(),
                Optional.of(spec.platform()));
    }

    private List<String> command() {
        String architecture = spec.platform().architecture();
        List<String> command = new ArrayList<>(List.of(
                "sh",
                Container.SECRETS + "/" + SCRIPT,
                architecture,
                scheme(new SifDefinition(spec.containerFile()).hasSecureBases(registries)),
                scheme(SifDefinition.isSecure(spec.target(), registries)),
                destination));
        command.addAll(SifHeader.others(architecture));
        return command;
    }

    private static String scheme(boolean secure) {
        return secure ? "https" : "http";
    }

    @Override
    public OutputFilter output() {
        output = new SifOutput(destination);
        return output;
    }

    @Override
    public Outcome succeeded(String message) throws InterruptedException {
        builds.lockFiles().keep(work.jobId(), output.lockFile(), work.log());
        return new PushedSif(builds.registries(), spec, work).outcome();
    }

    @Override
    public Outcome failed(int exitCode) {
        List<String> log = work.log().lastLines(CAUSE_LINES);
        return output.isPushing()
                ? BuildFailure.ofPush(spec.target(), exitCode, log)
                : BuildFailure.ofBuild(Optional.empty(), spec.platform(), exitCode, log);
    }

    @Override
    public void close() {}
}
