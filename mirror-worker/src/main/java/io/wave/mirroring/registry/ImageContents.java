package io.wave.mirroring.registry;

import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.job.engine.outcome.JobFailedException;
import io.wave.registry.manifest.ManifestContent;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What an image consists of, on all platforms.
 *
 * @param root its manifest or index
 * @param manifests the digests of the root and of all manifests below it
 * @param parts the root; of an index of indexes, the images and indexes of images that it consists of
 * @param outer the indexes of indexes, the innermost first
 * @param blobs the sizes of its configurations and layers by digest
 */
public record ImageContents(
        ManifestContent root, Set<Digest> manifests, Set<Digest> parts, Set<Digest> outer, Map<Digest, Long> blobs) {

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
        if (reader.add(root, 0) != Kind.OUTER_INDEX) {
            reader.parts.add(root.digest());
        }
        return new ImageContents(root, reader.manifests.keySet(), reader.parts, reader.outer, reader.blobs);
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
        private final Map<Digest, Kind> manifests = new LinkedHashMap<>();
        private final Set<Digest> parts = new LinkedHashSet<>();
        private final Set<Digest> outer = new LinkedHashSet<>();
        private final Map<Digest, Long> blobs = new LinkedHashMap<>();

        Reader(ImageReference image, PatientRegistries.Of registries) {
            this.image = image;
            this.registries = registries;
        }

        Kind add(ManifestContent manifest, int depth) throws InterruptedException {
            Kind known = manifests.putIfAbsent(manifest.digest(), Kind.IMAGE);
            if (known != null) {
                return known;
            }
            if (manifests.size() > MAX_MANIFESTS || depth > MAX_DEPTH) {
                throw new JobFailedException(
                        "mirror failed: source image '%s' has more than %d manifests, or more than %d levels of indexes"
                                .formatted(image, MAX_MANIFESTS, MAX_DEPTH));
            }
            References references = References.of(manifest);
            references.blobs().forEach(blobs::put);
            Map<Digest, Kind> children = new LinkedHashMap<>();
            for (Digest child : references.manifests()) {
                children.put(child, add(ImageContents.manifest(image.at(child), registries), depth + 1));
            }
            Kind kind = Kind.of(children.values());
            manifests.put(manifest.digest(), kind);
            if (kind == Kind.OUTER_INDEX) {
                children.entrySet().stream()
                        .filter(child -> child.getValue() != Kind.OUTER_INDEX)
                        .forEach(child -> parts.add(child.getKey()));
                outer.add(manifest.digest());
            }
            return kind;
        }
    }

    private enum Kind {
        IMAGE,
        INDEX,
        /** An index of indexes. */
        OUTER_INDEX;

        static Kind of(Collection<Kind> children) {
            if (children.isEmpty()) {
                return IMAGE;
            }
            return children.stream().allMatch(IMAGE::equals) ? INDEX : OUTER_INDEX;
        }
    }
}
