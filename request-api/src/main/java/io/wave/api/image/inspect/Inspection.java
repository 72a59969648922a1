package io.wave.api.image.inspect;

import org.jspecify.annotations.Nullable;

/**
 * The result of an inspection: either an image or an index.
 *
 * @param container the image
 * @param index the index
 */
public record Inspection(
        @Nullable InspectedImage container, @Nullable InspectedIndex index) {

    static Inspection of(InspectedImage image) {
        return new Inspection(image, null);
    }

    static Inspection of(InspectedIndex index) {
        return new Inspection(null, index);
    }
}
