package io.wave.builder.multiplatform;

import io.wave.build.BuildSpec;
import io.wave.build.BuildSpec.IndexEntry;
import io.wave.builder.multiplatform.IndexDocument.Listed;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.job.engine.outcome.JobFailedException;
import io.wave.job.engine.outcome.Outcome;
import io.wave.job.engine.plan.Plan;
import io.wave.job.engine.plan.Work;
import io.wave.oci.MediaTypes;
import io.wave.registry.RegistryClient;
import io.wave.registry.access.RegistryAccess;
import io.wave.registry.error.RegistryException;
import io.wave.registry.manifest.ManifestContent;
import io.wave.worker.registry.RegistryCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import reactor.core.publisher.Mono;

/** Builds an image index: reads the manifests of its images, which are in the same repository, and pushes the index. */
public final class IndexTask implements Plan.Task {

    private final RegistryClient registries;
    private final BuildSpec spec;
    private final List<IndexEntry> entries;

    public IndexTask(RegistryClient registries, BuildSpec spec, List<IndexEntry> entries) {
        this.registries = registries;
        this.spec = spec;
        this.entries = List.copyOf(entries);
    }

    @Override
    public Outcome run(Work work) throws InterruptedException {
        RegistryAccess access = new RegistryAccess(spec.tenant());
        try {
            List<Listed> images = new ArrayList<>();
            for (IndexEntry entry : entries) {
                work.requireLease();
                work.log().line(describe(entry));
                images.add(new Listed(entry, read(entry, access)));
            }
            Digest digest = push(spec.target(), IndexDocument.of(images), access, work);
            work.log().line("Pushed %s as %s".formatted(spec.target(), digest));
            return new Outcome.Succeeded(digest);
        } catch (UnusableImageException | RegistryException failure) {
            throw new JobFailedException("multi-platform build failed: " + failure.getMessage());
        }
    }

    private static String describe(IndexEntry entry) {
        String image = "%s: %s".formatted(entry.platform(), entry.image());
        return entry.build() == null ? image : "%s (build %s)".formatted(image, entry.build());
    }

    private ManifestContent read(IndexEntry entry, RegistryAccess access) throws InterruptedException {
        ImageReference image = entry.image().at(Objects.requireNonNull(entry.digest()));
        ManifestContent manifest = RegistryCalls.await(registries
                .manifest(image, access)
                .switchIfEmpty(Mono.error(() ->
                        new UnusableImageException("image %s (%s): not found".formatted(image, entry.platform())))));
        if (MediaTypes.isIndex(manifest.mediaType())) {
            throw new UnusableImageException(
                    "image %s (%s): is itself an image index".formatted(image, entry.platform()));
        }
        return manifest;
    }

    private Digest push(ImageReference target, byte[] index, RegistryAccess access, Work work)
            throws InterruptedException {
        work.beginPush();
        return RegistryCalls.await(registries
                .into(target.registry(), target.repository(), access)
                .manifest(target.reference(), MediaTypes.OCI_INDEX, index));
    }
}
