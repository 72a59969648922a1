package io.wave.augment.manifest;

import io.wave.image.Digest;
import java.util.Optional;
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

    /** Whether it is a layer that may not be distributed, which registries need not have. */
    public boolean isForeign() {
        return mediaType != null && (mediaType.contains(".foreign.") || mediaType.contains(".nondistributable."));
    }

    static Descriptor of(JsonNode json) {
        if (!json.isObject() || !json.path("digest").isString()) {
            throw new ManifestException("a descriptor without a digest");
        }
        Digest digest = digest(json.path("digest").stringValue());
        long size = json.path("size").isMissingNode() ? 0 : ExactJson.number(json.path("size"));
        return new Descriptor(json.path("mediaType").stringValue(null), digest, size);
    }

    /** The same of what another may have written; empty for content of another algorithm than SHA-256, or none at all. */
    static Optional<Descriptor> find(JsonNode json) {
        return isDigest(json.path("digest").stringValue("")) ? Optional.of(of(json)) : Optional.empty();
    }

    private static boolean isDigest(String text) {
        try {
            Digest.parse(text);
            return true;
        } catch (IllegalArgumentException unsupported) {
            return false;
        }
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
