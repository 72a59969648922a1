package io.wave.api.access;

import io.wave.image.ImageReference;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an image is made from, as stored with its build or mirror.
 *
 * @param images images in registries; in place of an image that was made here, the images that it was made from
 * @param restricted whether some callers cannot read one of them
 */
public record ImageSources(Set<ImageReference> images, boolean restricted) {

    /** No images. */
    public static final ImageSources NONE = new ImageSources(Set.of(), false);

    public ImageSources {
        images = Set.copyOf(images);
    }

    /** Both. */
    public ImageSources and(ImageSources others) {
        return new ImageSources(
                Stream.concat(images.stream(), others.images.stream())
                        .collect(Collectors.toCollection(LinkedHashSet::new)),
                restricted || others.restricted);
    }

    /** The columns of a table of jobs. */
    public Map<String, Object> columns() {
        String[] names = images.stream().map(ImageReference::toString).sorted().toArray(String[]::new);
        return Map.of("sources", names, "restricted", restricted);
    }
}
