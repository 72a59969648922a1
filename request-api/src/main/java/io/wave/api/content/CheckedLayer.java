package io.wave.api.content;

import io.wave.api.web.problem.ApiException;
import io.wave.container.Layer;
import io.wave.image.Digest;
import org.jspecify.annotations.Nullable;

/**
 * An inline layer or build context with all members present and well-formed.
 *
 * @param field its field in the request, for error messages
 * @param location location of its content
 * @param gzipDigest digest of the compressed content
 * @param gzipSize size of the compressed content
 * @param tarDigest digest of the uncompressed tar archive
 */
public record CheckedLayer(String field, String location, Digest gzipDigest, long gzipSize, Digest tarDigest) {

    static CheckedLayer of(String field, Layer layer) {
        String location = require(field + ".location", layer.location());
        Digest gzipDigest = digest(field + ".gzipDigest", layer.gzipDigest());
        Long size = layer.gzipSize();
        if (size == null || size <= 0) {
            throw ApiException.invalid(field + ".gzipSize", "is required and must be greater than 0");
        }
        return new CheckedLayer(field, location, gzipDigest, size, digest(field + ".tarDigest", layer.tarDigest()));
    }

    ApiException broken(String member, String rule) {
        return ApiException.invalid(field + "." + member, rule);
    }

    private static String require(String field, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw ApiException.invalid(field, "is required");
        }
        return value;
    }

    private static Digest digest(String field, @Nullable String value) {
        try {
            return Digest.parse(require(field, value));
        } catch (IllegalArgumentException malformed) {
            throw ApiException.invalid(field, "must have the form sha256:<64 lower-case hex digits>");
        }
    }
}
