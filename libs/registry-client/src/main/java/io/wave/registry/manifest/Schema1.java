package io.wave.registry.manifest;

import io.wave.image.Digest;
import io.wave.oci.MediaTypes;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Docker image manifests, version 2 schema 1. The digest of a signed one is that of its payload without the signatures
 * (specification, section "Signed manifests").
 */
final class Schema1 {

    private final JsonMapper json;

    Schema1(JsonMapper json) {
        this.json = json;
    }

    /** The digest of this manifest in a registry. */
    Digest digest(byte[] manifest, String mediaType) {
        return Digest.of(mediaType.equals(MediaTypes.DOCKER_SCHEMA1) ? payload(manifest) : manifest);
    }

    private byte[] payload(byte[] manifest) {
        try {
            JsonNode format = json.readTree(decode(json.readTree(manifest)
                    .path("signatures")
                    .path(0)
                    .path("protected")
                    .asString("")));
            int length = format.path("formatLength").asInt(-1);
            if (length < 0 || length > manifest.length) {
                return manifest;
            }
            var payload = new ByteArrayOutputStream();
            payload.write(manifest, 0, length);
            payload.writeBytes(decode(format.path("formatTail").asString("")));
            return payload.toByteArray();
        } catch (JacksonException | IllegalArgumentException unsigned) {
            return manifest;
        }
    }

    private static byte[] decode(String base64) {
        return Base64.getUrlDecoder().decode(base64);
    }
}
