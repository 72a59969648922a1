package io.wave.mirroring.copy;

import io.wave.image.ImageReference;
import io.wave.job.engine.folder.PrivateFiles;
import io.wave.job.engine.outcome.JobFailedException;
import io.wave.job.engine.plan.ContainerRun;
import io.wave.job.engine.plan.Plan;
import io.wave.job.engine.plan.Work;
import io.wave.job.engine.tool.ToolCommand;
import io.wave.mirror.MirrorWork;
import io.wave.mirroring.registry.ImageContents;
import io.wave.mirroring.registry.PatientRegistries;
import io.wave.registry.error.RegistryException;
import io.wave.worker.egress.ContainerEgress;
import io.wave.worker.egress.ToolEgress;
import io.wave.worker.registry.ToolRegistries;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Prepares copies: reads what the image consists of, and writes the files that skopeo needs. */
public final class CopyInputs {

    private final PatientRegistries registries;
    private final ToolRegistries toolRegistries;
    private final ToolEgress egress;
    private final ContainerEgress network;
    private final CopyProperties properties;
    private final CopyMetrics metrics;
    private final JsonMapper json;

    public CopyInputs(
            PatientRegistries registries,
            ToolRegistries toolRegistries,
            ToolEgress egress,
            ContainerEgress network,
            CopyProperties properties,
            CopyMetrics metrics,
            JsonMapper json) {
        this.registries = registries;
        this.toolRegistries = toolRegistries;
        this.egress = egress;
        this.network = network;
        this.properties = properties;
        this.metrics = metrics;
        this.json = json;
    }

    /**
     * Prepares one attempt on this machine.
     *
     * @throws JobFailedException if the source cannot be read
     */
    public Plan.Steps prepare(MirrorWork mirror, Work work) throws IOException, InterruptedException {
        Copy copy = begin(mirror, work);
        ToolEgress.Access access = egress.open();
        try {
            Skopeo.Files files = Skopeo.Files.in(work.folder());
            PrivateFiles.write(files.credentials(), Skopeo.credentials(mirror, toolRegistries));
            PrivateFiles.write(files.locations(), Skopeo.locations(mirror, toolRegistries));
            Path _ = PrivateFiles.createDirectory(files.temporary());
            Map<String, String> environment = Skopeo.environment(files, access.environment());
            List<SkopeoStep> steps =
                    Skopeo.copies(mirror, copy.contents().parts(), files, toolRegistries, List.of()).stream()
                            .map(arguments -> new SkopeoStep(
                                    mirror,
                                    new ToolCommand(arguments, environment),
                                    copy.progress(),
                                    copy.registries(),
                                    registries.pauses(),
                                    access,
                                    properties,
                                    metrics,
                                    work))
                            .toList();
            return new CopySteps(steps, copy.completion(), access);
        } catch (IOException | RuntimeException failed) {
            access.close();
            throw failed;
        }
    }

    /**
     * Begins to follow a container with skopeo.
     *
     * @throws JobFailedException if the source cannot be read
     */
    public ContainerRun open(MirrorWork mirror, Work work) throws InterruptedException {
        return new CopyContainer(mirror, begin(mirror, work), toolRegistries, network, properties, work);
    }

    private Copy begin(MirrorWork mirror, Work work) throws InterruptedException {
        PatientRegistries.Of calls = registries.of(mirror.tenant(), work);
        ImageReference source = mirror.source().at(mirror.digest());
        ImageContents contents = read(source, calls);
        work.log()
                .line("copying %s to %s: %d manifests, %d layers and configurations, %d bytes"
                        .formatted(
                                source,
                                mirror.target(),
                                contents.manifests().size(),
                                contents.blobs().size(),
                                contents.bytes()));
        CopyProgress progress = new CopyProgress(
                contents,
                mirror.target(),
                calls,
                properties.progressTimeout(),
                now -> work.log().progress().changed(() -> json.writeValueAsBytes(now)),
                System::nanoTime);
        return new Copy(
                contents, progress, calls, new CopyCompletion(mirror, contents, progress, calls, metrics, work));
    }

    /** What attempts have in common, wherever skopeo runs. */
    record Copy(
            ImageContents contents,
            CopyProgress progress,
            PatientRegistries.Of registries,
            CopyCompletion completion) {}

    private static ImageContents read(ImageReference source, PatientRegistries.Of calls) throws InterruptedException {
        try {
            return ImageContents.read(source, calls);
        } catch (RegistryException failure) {
            throw new JobFailedException("mirror failed: source image: " + failure.getMessage());
        }
    }
}
