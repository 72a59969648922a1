package io.wave.api.image.inspect;

import io.wave.api.web.page.PageTimes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A layer drawn by its size.
 *
 * @param number its place, the oldest is 1
 * @param digest its digest
 * @param mediaType what it is
 * @param size its size in words
 * @param x where it begins among all layers, in thousandths of all
 * @param width its part of all layers, in thousandths
 * @param share its part of the largest layer, in thousandths
 */
record LayerBar(int number, String digest, String mediaType, String size, double x, double width, double share) {

    private static final double WHOLE = 1000;
    private static final long UNIT = 1000;
    private static final String[] UNITS = {"kB", "MB", "GB", "TB"};

    /** The layers side by side; one whose size is not known takes no room. */
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
                    Objects.requireNonNullElse(layer.digest(), PageTimes.UNKNOWN),
                    Objects.requireNonNullElse(layer.mediaType(), PageTimes.UNKNOWN),
                    size(layer.size()),
                    round(x),
                    width,
                    round(sizes.get(i) / largest * WHOLE)));
            x += width;
        }
        return bars;
    }

    /** A number of bytes in a unit that keeps it short. */
    static String size(@Nullable Long bytes) {
        if (bytes == null) {
            return PageTimes.UNKNOWN;
        }
        if (bytes < UNIT) {
            return bytes + " B";
        }
        double value = bytes;
        int unit = -1;
        while (value >= UNIT && unit < UNITS.length - 1) {
            value /= UNIT;
            unit++;
        }
        return String.format(Locale.ROOT, value < 10 ? "%.1f %s" : "%.0f %s", value, UNITS[unit]);
    }

    private static double round(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
