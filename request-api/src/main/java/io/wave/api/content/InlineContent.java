package io.wave.api.content;

import io.wave.archive.Base64InputStream;
import io.wave.archive.ByteBudget;
import io.wave.archive.Inflation;
import java.io.InputStream;

/** Content that is part of a location: {@code data:<base64>} or {@code gzip:<base64 of zlib>}. */
final class InlineContent {

    private static final String DATA = "data:";
    private static final String GZIP = "gzip:";

    private InlineContent() {}

    static boolean isOne(CheckedLayer layer) {
        return layer.location().startsWith(DATA) || isInflated(layer);
    }

    /** Whether reading it requires decompression. */
    static boolean isInflated(CheckedLayer layer) {
        return layer.location().startsWith(GZIP);
    }

    /**
     * The content of an inline location, decoded while it is read.
     *
     * @param budget reduced by the decompressed size
     */
    @SuppressWarnings("resource") // The caller closes it.
    static InputStream open(CheckedLayer layer, ByteBudget budget) {
        return isInflated(layer)
                ? Inflation.zlib(new Base64InputStream(layer.location(), GZIP.length()), budget)
                : new Base64InputStream(layer.location(), DATA.length());
    }
}
