package io.wave.api.content;

import io.wave.image.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.InflaterInputStream;

/** Bytes that stand in a location itself: {@code data:<base64>} or {@code gzip:<base64 of zlib>}. */
final class InlineContent {

    private static final String DATA = "data:";
    private static final String GZIP = "gzip:";

    private InlineContent() {}

    /** The bytes, checked against size and digest; empty if the location is no inline one. */
    static Optional<byte[]> read(CheckedLayer layer) {
        if (layer.location().startsWith(DATA)) {
            return Optional.of(verified(layer, base64(layer, DATA)));
        }
        if (layer.location().startsWith(GZIP)) {
            return Optional.of(verified(layer, inflate(layer, base64(layer, GZIP))));
        }
        return Optional.empty();
    }

    private static byte[] base64(CheckedLayer layer, String prefix) {
        try {
            return Base64.getDecoder().decode(layer.location().substring(prefix.length()));
        } catch (IllegalArgumentException malformed) {
            throw layer.broken("location", "must be base64 after '%s'".formatted(prefix));
        }
    }

    private static byte[] inflate(CheckedLayer layer, byte[] compressed) {
        // One byte more than told is enough to see that the size is wrong, whatever else is in there.
        int bound = (int) Math.min(Integer.MAX_VALUE - 16, layer.gzipSize() + 1);
        try (InflaterInputStream inflater = new InflaterInputStream(new ByteArrayInputStream(compressed))) {
            return inflater.readNBytes(bound);
        } catch (IOException malformed) {
            throw layer.broken("location", "must be zlib in base64 after 'gzip:'");
        }
    }

    private static byte[] verified(CheckedLayer layer, byte[] content) {
        if (content.length != layer.gzipSize()) {
            throw layer.broken("gzipSize", "is not the number of bytes in location");
        }
        if (!Digest.of(content).equals(layer.gzipDigest())) {
            throw layer.broken("gzipDigest", "is not the digest of the bytes in location");
        }
        return content;
    }
}
