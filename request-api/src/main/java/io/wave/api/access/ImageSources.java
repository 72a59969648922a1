package io.wave.api.access;

import io.wave.image.ImageReference;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an image is made from, as stored with its build or mirror.
 *
 * @param images images in registries; in place of an image that was made here, the images that it was made from
 * @param restricted those of them that not all callers could read at that time
 */
public record ImageSources(Set<ImageReference> images, Set<ImageReference> restricted) {

    /** No images. */
    public static final ImageSources NONE = new ImageSources(Set.of(), Set.of());

    public ImageSources {
        images = Set.copyOf(images);
        restricted = Set.copyOf(restricted);
    }

    /** Both. */
    public ImageSources and(ImageSources others) {
        return new ImageSources(union(images, others.images), union(restricted, others.restricted));
    }

    private static Set<ImageReference> union(Set<ImageReference> some, Set<ImageReference> others) {
        return Stream.concat(some.stream(), others.stream()).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** What the image has in common with others that the same callers can read; empty if all callers can read it. */
    public Optional<AccessScope> scope() {
        return AccessScope.of(restricted);
    }

    /** The columns of a table of jobs. */
    public Map<String, Object> columns() {
        return Map.of(
                "sources", names(images), "restricted_sources", names(restricted), "restricted", !restricted.isEmpty());
    }

    private static String[] names(Set<ImageReference> images) {
        return images.stream().map(ImageReference::toString).sorted().toArray(String[]::new);
    }
}
