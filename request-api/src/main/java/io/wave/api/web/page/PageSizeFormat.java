package io.wave.api.web.page;

import java.util.Locale;

/** Formats sizes for pages. */
public final class PageSizeFormat {

    private static final long UNIT = 1000;
    private static final String[] UNITS = {"kB", "MB", "GB", "TB"};

    private PageSizeFormat() {}

    /** A number of bytes with a suitable unit. */
    public static String of(long bytes) {
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
}
