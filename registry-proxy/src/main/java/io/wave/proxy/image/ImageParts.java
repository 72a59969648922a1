package io.wave.proxy.image;

import io.wave.image.Digest;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The digests that make up an image.
 *
 * @param manifests the image itself and, where it is an index, those in it
 * @param blobs configurations and layers
 */
record ImageParts(Set<Digest> manifests, Set<Digest> blobs) {

    static final ImageParts NONE = new ImageParts(Set.of(), Set.of());

    private static final int MOST_CHILDREN = 256;
    private static final int MAX_DEPTH = 3;
    private static final int READ_AT_ONCE = 4;

    /** Reads an image from its root; what an index lists and its registry does not have is still part of it. */
    static Mono<ImageParts> read(Digest root, Function<Digest, Mono<Links>> links) {
        return links.apply(root).flatMap(found -> read(root, found, links, 0));
    }

    private static Mono<ImageParts> read(Digest digest, Links found, Function<Digest, Mono<Links>> links, int depth) {
        Set<Digest> manifests = new HashSet<>(found.manifests());
        manifests.add(digest);
        ImageParts own = new ImageParts(Set.copyOf(manifests), found.blobs());
        if (depth == MAX_DEPTH) {
            return Mono.just(own);
        }
        return Flux.fromIterable(found.manifests())
                .take(MOST_CHILDREN)
                .flatMap(
                        child -> links.apply(child)
                                .onErrorResume(OwnImage::isUnknown, _ -> Mono.empty())
                                .flatMap(below -> read(child, below, links, depth + 1)),
                        READ_AT_ONCE)
                .reduce(own, ImageParts::and);
    }

    ImageParts and(ImageParts other) {
        return new ImageParts(union(manifests, other.manifests), union(blobs, other.blobs));
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
