package io.wave.api.image.inspect;

import io.wave.api.web.page.PageSizeFormat;
import io.wave.api.web.page.PageTimeFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A layer in the chart of layer sizes.
 *
 * @param number position, starting at 1 for the oldest layer
 * @param digest digest of the layer
 * @param mediaType media type of the layer
 * @param size size with unit
 * @param x start in the chart, in thousandths of the total size
 * @param width size, in thousandths of the total size
 * @param share size, in thousandths of the largest layer
 */
record LayerBar(int number, String digest, String mediaType, String size, double x, double width, double share) {

    private static final double WHOLE = 1000;

    /** The layers side by side; layers of unknown size have no width. */
    static List<LayerBar> of(List<InspectedManifest.Blob> layers) {
        List<Long> sizes = layers.stream()
                .map(layer -> Math.max(0, Objects.requireNonNullElse(layer.size(), 0L)))
                .toList();
        double all = Math.max(1, sizes.stream().mapToDouble(Long::doubleValue).sum());
        double largest =
                Math.max(1, sizes.stream().mapToLong(Long::longValue).max().orElse(1));
        List<LayerBar> bars = new ArrayList<>();
        double x = 0;
        for (int i = 0; i < sizes.size(); i++) {
            InspectedManifest.Blob layer = layers.get(i);
            double width = round(sizes.get(i) / all * WHOLE);
            bars.add(new LayerBar(
                    i + 1,
                    Objects.requireNonNullElse(layer.digest(), PageTimeFormat.UNKNOWN),
                    Objects.requireNonNullElse(layer.mediaType(), PageTimeFormat.UNKNOWN),
                    size(layer.size()),
                    round(x),
                    width,
                    round(sizes.get(i) / largest * WHOLE)));
            x += width;
        }
        return bars;
    }

    /** A number of bytes with a suitable unit, or the sign for unknown values. */
    static String size(@Nullable Long bytes) {
        return bytes == null ? PageTimeFormat.UNKNOWN : PageSizeFormat.of(bytes);
    }

    private static double round(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
