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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The contents of the images that a container file names. BuildKit asks no registry for a digest that it has pulled before, for
 * whichever tenant that was.
 */
final class PinnedImages {

    private final RegistryClient registries;

    PinnedImages(RegistryClient registries) {
        this.registries = registries;
    }

    /**
     * Checks that the tenant of a build can read the images that its container file names by digest.
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

    /**
     * The contents of images at this time, for the tenant of a build; empty for those that are not there, or not for this tenant,
     * or whose registry does not answer.
     */
    Map<ImageReference, Optional<Digest>> contents(BuildSpec spec, Collection<ImageReference> images)
            throws InterruptedException {
        Map<ImageReference, Optional<Digest>> contents = new LinkedHashMap<>();
        for (ImageReference image : images) {
            contents.put(image, content(image, new RegistryAccess(spec.tenant())));
        }
        return contents;
    }

    private Optional<Digest> content(ImageReference image, RegistryAccess access) throws InterruptedException {
        if (image.pinned().isPresent()) {
            return image.pinned();
        }
        try {
            return Optional.of(
                    RegistryCalls.await(registries.resolve(image, access)).digest());
        } catch (RegistryException | NoSuchElementException unknown) {
            return Optional.empty();
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
