package io.wave.augment;

import io.wave.image.Digest;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A reference to content, by the OCI image specification, section "Descriptors".
 *
 * @param mediaType what it refers to, where it says so
 * @param digest the content's address
 * @param size the content's size in bytes
 */
public record Descriptor(@Nullable String mediaType, Digest digest, long size) {

    static Descriptor of(JsonNode json) {
        if (!json.isObject() || !json.path("digest").isString()) {
            throw new ManifestException("a descriptor without a digest");
        }
        Digest digest = digest(json.path("digest").stringValue());
        long size = json.path("size").isMissingNode() ? 0 : ExactJson.number(json.path("size"));
        return new Descriptor(json.path("mediaType").stringValue(null), digest, size);
    }

    /** Turns the descriptor to other content; what it embedded of the old is dropped. */
    static void redirect(ObjectNode descriptor, Content content) {
        descriptor.put("digest", content.digest().toString());
        descriptor.put("size", content.size());
        descriptor.remove("data");
        descriptor.remove("urls");
    }

    private static Digest digest(String text) {
        try {
            return Digest.parse(text);
        } catch (IllegalArgumentException unsupported) {
            throw new ManifestException("'%s' is no sha256 digest".formatted(text), unsupported);
        }
    }
}
