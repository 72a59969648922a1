package io.wave.api.content;

import io.wave.archive.Base64Input;
import io.wave.archive.ByteBudget;
import io.wave.archive.Inflation;
import java.io.InputStream;

/** Bytes that stand in a location itself: {@code data:<base64>} or {@code gzip:<base64 of zlib>}. */
final class InlineContent {

    private static final String DATA = "data:";
    private static final String GZIP = "gzip:";

    private InlineContent() {}

    static boolean isOne(CheckedLayer layer) {
        return layer.location().startsWith(DATA) || isInflated(layer);
    }

    /** Whether reading it takes the work of inflating. */
    static boolean isInflated(CheckedLayer layer) {
        return layer.location().startsWith(GZIP);
    }

    /**
     * The bytes of a layer whose location is an inline one, decoded as they are read.
     *
     * @param budget for what is inflated
     */
    @SuppressWarnings("resource") // For the caller to close.
    static InputStream open(CheckedLayer layer, ByteBudget budget) {
        return isInflated(layer)
                ? Inflation.zlib(new Base64Input(layer.location(), GZIP.length()), budget)
                : new Base64Input(layer.location(), DATA.length());
    }
}
