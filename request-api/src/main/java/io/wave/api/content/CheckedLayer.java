package io.wave.api.content;

import io.wave.api.web.problem.ApiException;
import io.wave.container.Layer;
import io.wave.image.Digest;
import org.jspecify.annotations.Nullable;

/**
 * A layer or build context whose members are there and follow their grammar.
 *
 * @param field where it stands in the request, for errors
 * @param location where its bytes are
 * @param gzipDigest digest of the compressed bytes
 * @param gzipSize number of compressed bytes
 * @param tarDigest digest of the tar within
 */
public record CheckedLayer(String field, String location, Digest gzipDigest, long gzipSize, Digest tarDigest) {

    static CheckedLayer of(String field, Layer layer) {
        String location = require(field + ".location", layer.location());
        Digest gzipDigest = digest(field + ".gzipDigest", layer.gzipDigest());
        Long size = layer.gzipSize();
        if (size == null || size <= 0) {
            throw ApiException.invalid(field + ".gzipSize", "must be given and greater than zero");
        }
        return new CheckedLayer(field, location, gzipDigest, size, digest(field + ".tarDigest", layer.tarDigest()));
    }

    ApiException broken(String member, String rule) {
        return ApiException.invalid(field + "." + member, rule);
    }

    private static String require(String field, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw ApiException.invalid(field, "must be given");
        }
        return value;
    }

    private static Digest digest(String field, @Nullable String value) {
        try {
            return Digest.parse(require(field, value));
        } catch (IllegalArgumentException malformed) {
            throw ApiException.invalid(field, "must read sha256:<64 lower-case hex digits>");
        }
    }
}
