package io.wave.mirroring.registry;

import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.job.engine.outcome.JobFailedException;
import io.wave.registry.manifest.ManifestContent;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What an image consists of, on all platforms.
 *
 * @param root its manifest or index
 * @param manifests the digests of the root and of all manifests below it
 * @param blobs the sizes of its configurations and layers by digest
 */
public record ImageContents(ManifestContent root, Set<Digest> manifests, Map<Digest, Long> blobs) {

    private static final int MAX_MANIFESTS = 1000;
    private static final int MAX_DEPTH = 4;

    /**
     * Reads the contents of an image.
     *
     * @throws JobFailedException if a manifest is missing or invalid, or there are too many
     */
    public static ImageContents read(ImageReference image, PatientRegistries.Of registries)
            throws InterruptedException {
        ManifestContent root = manifest(image, registries);
        Reader reader = new Reader(image, registries);
        reader.add(root, 0);
        return new ImageContents(root, reader.manifests, reader.blobs);
    }

    private static ManifestContent manifest(ImageReference image, PatientRegistries.Of registries)
            throws InterruptedException {
        return registries
                .manifest(image)
                .orElseThrow(() -> new JobFailedException(
                        "mirror failed: source image '%s' not found: it was deleted, or access is denied"
                                .formatted(image)));
    }

    /** The size of all blobs. */
    public long bytes() {
        return blobs.values().stream().mapToLong(Long::longValue).sum();
    }

    private static final class Reader {

        private final ImageReference image;
        private final PatientRegistries.Of registries;
        private final Set<Digest> manifests = new LinkedHashSet<>();
        private final Map<Digest, Long> blobs = new LinkedHashMap<>();

        Reader(ImageReference image, PatientRegistries.Of registries) {
            this.image = image;
            this.registries = registries;
        }

        void add(ManifestContent manifest, int depth) throws InterruptedException {
            if (!manifests.add(manifest.digest())) {
                return;
            }
            if (manifests.size() > MAX_MANIFESTS || depth > MAX_DEPTH) {
                throw new JobFailedException(
                        "mirror failed: source image '%s' has more than %d manifests, or more than %d levels of indexes"
                                .formatted(image, MAX_MANIFESTS, MAX_DEPTH));
            }
            References references = References.of(manifest);
            references.blobs().forEach(blobs::put);
            for (Digest child : references.manifests()) {
                add(ImageContents.manifest(image.at(child), registries), depth + 1);
            }
        }
    }
}
