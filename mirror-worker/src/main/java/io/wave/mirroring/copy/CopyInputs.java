package io.wave.mirroring.copy;

import io.wave.image.ImageReference;
import io.wave.job.engine.outcome.JobFailedException;
import io.wave.job.engine.plan.Plan;
import io.wave.job.engine.plan.Work;
import io.wave.mirror.MirrorWork;
import io.wave.mirroring.registry.ImageContents;
import io.wave.mirroring.registry.PatientRegistries;
import io.wave.registry.error.RegistryException;
import io.wave.worker.egress.ToolEgress;
import io.wave.worker.registry.ToolRegistries;
import java.io.IOException;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** Prepares copies: reads what the image consists of, and writes the files that skopeo needs. */
public final class CopyInputs {

    private final PatientRegistries registries;
    private final ToolRegistries toolRegistries;
    private final ToolEgress egress;
    private final CopyProperties properties;
    private final CopyMetrics metrics;
    private final JsonMapper json;

    public CopyInputs(
            PatientRegistries registries,
            ToolRegistries toolRegistries,
            ToolEgress egress,
            CopyProperties properties,
            CopyMetrics metrics,
            JsonMapper json) {
        this.registries = registries;
        this.toolRegistries = toolRegistries;
        this.egress = egress;
        this.properties = properties;
        this.metrics = metrics;
        this.json = json;
    }

    /**
     * Prepares one attempt.
     *
     * @throws JobFailedException if the source cannot be read
     */
    public Plan.Steps prepare(MirrorWork mirror, Work work) throws IOException, InterruptedException {
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
        ToolEgress.Access access = egress.open();
        try {
            List<SkopeoStep> steps =
                    Skopeo.copies(mirror, contents.parts(), work.folder(), toolRegistries, access).stream()
                            .map(command -> new SkopeoStep(
                                    mirror,
                                    command,
                                    progress,
                                    calls,
                                    registries.pauses(),
                                    access,
                                    properties,
                                    metrics,
                                    work))
                            .toList();
            return new CopySteps(mirror, contents, steps, progress, calls, access, metrics, work);
        } catch (IOException | RuntimeException failed) {
            access.close();
            throw failed;
        }
    }

    private static ImageContents read(ImageReference source, PatientRegistries.Of calls) throws InterruptedException {
        try {
            return ImageContents.read(source, calls);
        } catch (RegistryException failure) {
            throw new JobFailedException("mirror failed: source image: " + failure.getMessage());
        }
    }
}
