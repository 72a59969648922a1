package io.wave.builder.buildkit;

import io.wave.build.BuildSpec;
import io.wave.builder.context.InvalidContextException;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.job.engine.outcome.JobFailedException;
import io.wave.registry.RegistryClient;
import io.wave.registry.access.RegistryAccess;
import io.wave.registry.error.RegistryException;
import io.wave.worker.registry.RegistryCalls;
import java.util.Collection;

/**
 * Checks that the tenant of a build can read the images that its container file names by digest. BuildKit asks no registry for
 * those that it has pulled before, for whichever tenant that was.
 */
final class PinnedImages {

    private final RegistryClient registries;

    PinnedImages(RegistryClient registries) {
        this.registries = registries;
    }

    /**
     * Asks the registries.
     *
     * @param images the images that the container file names
     * @throws InvalidContextException if an image is not there, or not for this tenant
     * @throws JobFailedException if a registry does not answer
     */
    void requireReadable(BuildSpec spec, Collection<ImageReference> images) throws InterruptedException {
        for (ImageReference image : images) {
            if (image.reference() instanceof Digest) {
                requireReadable(image, new RegistryAccess(spec.tenant()));
            }
        }
    }

    private void requireReadable(ImageReference image, RegistryAccess access) throws InterruptedException {
        try {
            if (!RegistryCalls.await(registries.resolve(image, access).hasElement())) {
                throw new InvalidContextException("containerFile: image %s not found".formatted(image));
            }
        } catch (RegistryException failure) {
            throw new JobFailedException(
                    "build failed: containerFile: image %s: %s".formatted(image, failure.getMessage()));
        }
    }
}
