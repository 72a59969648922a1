package io.wave.builder.assembly;

import io.wave.augment.AssembledImage;
import io.wave.augment.LayerLocation;
import io.wave.augment.Overlay;
import io.wave.augment.derive.LayerCompressions;
import io.wave.augment.derive.PlatformImage;
import io.wave.augment.derive.PlatformImages;
import io.wave.augment.manifest.AddedLayer;
import io.wave.augment.manifest.ManifestException;
import io.wave.build.BuildSpec;
import io.wave.build.BuildSpec.Assembly;
import io.wave.builder.context.InvalidContextException;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.job.engine.plan.Work;
import io.wave.registry.RegistryClient;
import io.wave.registry.access.RegistryAccess;
import io.wave.registry.error.RegistryException;
import io.wave.registry.push.BlobPush;
import io.wave.registry.push.BlobSource;
import io.wave.registry.push.RepositoryPush;
import io.wave.worker.registry.RegistryCalls;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Creates the image that a build of the container file would create, through the registry only: mounts or copies the
 * blobs of the base image, pushes layers, and pushes a new configuration and manifest.
 */
public final class Assembler {

    private static final int PARALLEL_COPIES = 4;

    private final RegistryClient registries;
    private final PlatformImages images;
    private final LayerCompressions compressions;
    private final LayerUploads layers;

    public Assembler(RegistryClient registries, LayerUploads layers) {
        this.registries = registries;
        this.images = new PlatformImages(registries);
        this.compressions = new LayerCompressions(registries);
        this.layers = layers;
    }

    /**
     * Assembles and pushes an image.
     *
     * @return digest of the image
     * @throws ManifestException if the image has to be built
     * @throws RegistryException if the base image cannot be read or the image cannot be pushed
     * @throws InvalidContextException if a layer does not match the request
     */
    Digest assemble(BuildSpec spec, Assembly assembly, Work work) throws IOException, InterruptedException {
        RegistryAccess access = new RegistryAccess(spec.tenant());
        PlatformImage base = RegistryCalls.await(images.find(assembly.base(), spec.platform(), spec.tenant()));
        Overlay overlay = RegistryCalls.await(compressions.determine(Overlay.of(assembly.config()), access));
        AssembledImage image = AssembledImage.of(base.manifest(), base.config(), overlay);
        requireFolder(assembly.config().workingDir(), base);
        ImageReference target = spec.target();
        RepositoryPush push = registries.into(target.registry(), target.repository(), access);
        work.beginPush();
        List<BlobPush> blobs = new ArrayList<>(RegistryCalls.await(copyBase(base, push, access)));
        for (AddedLayer layer : overlay.layers()) {
            work.requireLease();
            blobs.add(push(layer, push, access, work));
        }
        work.requireLease();
        RegistryCalls.await(push.upload(image.config().bytes()));
        work.requireLease();
        Digest digest = RegistryCalls.await(push.manifest(
                target.reference(),
                image.manifest().mediaType(),
                image.manifest().bytes()));
        work.log()
                .line("assembled without a build: %s, %d layers (%s)".formatted(digest, blobs.size(), summary(blobs)));
        return digest;
    }

    /** A build creates the folder that WORKDIR names; whether the base image has it is not known here. */
    private static void requireFolder(@Nullable String workingDir, PlatformImage base) {
        if (workingDir != null && !workingDir.isEmpty() && !workingDir.equals(base.workingDir())) {
            throw new ManifestException("the folder '%s' of workingDir has to be created".formatted(workingDir));
        }
    }

    private static Mono<List<BlobPush>> copyBase(PlatformImage base, RepositoryPush push, RegistryAccess access) {
        ImageReference from = base.reference();
        return Flux.fromIterable(base.manifest().layers())
                .distinct()
                .flatMapSequential(
                        layer -> push.copy(
                                new BlobSource(from.registry(), from.repository(), layer.digest(), layer.size()),
                                access),
                        PARALLEL_COPIES)
                .collectList();
    }

    private BlobPush push(AddedLayer layer, RepositoryPush push, RegistryAccess access, Work work)
            throws IOException, InterruptedException {
        var image = LayerLocation.image(layer.location());
        return image.isPresent()
                ? RegistryCalls.await(push.copy(
                        new BlobSource(image.get().registry(), image.get().repository(), layer.digest(), layer.size()),
                        access))
                : layers.push(layer, push, access.tenant(), work);
    }

    private static String summary(List<BlobPush> blobs) {
        long present = blobs.stream().filter(blob -> blob == BlobPush.PRESENT).count();
        long mounted = blobs.stream().filter(blob -> blob == BlobPush.MOUNTED).count();
        return "%d present, %d mounted, %d uploaded".formatted(present, mounted, blobs.size() - present - mounted);
    }
}
