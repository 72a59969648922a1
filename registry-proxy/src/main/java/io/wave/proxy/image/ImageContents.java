package io.wave.proxy.image;

import io.wave.image.Digest;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The digests that an image consists of.
 *
 * @param manifests the manifest of the image and, if it is an index, those of its images
 * @param blobs configurations and layers
 */
record ImageContents(Set<Digest> manifests, Set<Digest> blobs) {

    static final ImageContents NONE = new ImageContents(Set.of(), Set.of());

    private static final int MAX_CHILDREN = 256;
    private static final int MAX_DEPTH = 3;
    private static final int MAX_CONCURRENT_READS = 4;

    /** Reads an image from its root; an entry of an index that its registry does not have is still part of it. */
    static Mono<ImageContents> read(Digest root, Function<Digest, Mono<ManifestReferences>> references) {
        return references.apply(root).flatMap(found -> read(root, found, references, 0));
    }

    private static Mono<ImageContents> read(
            Digest digest, ManifestReferences found, Function<Digest, Mono<ManifestReferences>> references, int depth) {
        Set<Digest> manifests = new HashSet<>(found.manifests());
        manifests.add(digest);
        ImageContents own = new ImageContents(Set.copyOf(manifests), found.blobs());
        if (depth == MAX_DEPTH) {
            return Mono.just(own);
        }
        return Flux.fromIterable(found.manifests())
                .take(MAX_CHILDREN)
                .flatMap(
                        child -> references
                                .apply(child)
                                .onErrorResume(Manifests::isNotFound, _ -> Mono.empty())
                                .flatMap(below -> read(child, below, references, depth + 1)),
                        MAX_CONCURRENT_READS)
                .reduce(own, ImageContents::merge);
    }

    ImageContents merge(ImageContents other) {
        return new ImageContents(union(manifests, other.manifests), union(blobs, other.blobs));
    }

    private static Set<Digest> union(Set<Digest> one, Set<Digest> other) {
        if (other.isEmpty()) {
            return one;
        }
        Set<Digest> all = new HashSet<>(one);
        all.addAll(other);
        return Set.copyOf(all);
    }
}
