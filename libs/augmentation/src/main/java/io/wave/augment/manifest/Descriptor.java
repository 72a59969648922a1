package io.wave.augment.manifest;

import io.wave.image.Digest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A reference to content: OCI image specification, section "Descriptors".
 *
 * @param mediaType media type of the content, if stated
 * @param digest digest of the content
 * @param size size of the content in bytes
 */
public record Descriptor(@Nullable String mediaType, Digest digest, long size) {

    /** Whether it is a non-distributable layer, which registries may lack. */
    public boolean isForeign() {
        return mediaType != null && (mediaType.contains(".foreign.") || mediaType.contains(".nondistributable."));
    }

    static Descriptor of(JsonNode json) {
        if (!json.isObject() || !json.path("digest").isString()) {
            throw new ManifestException("a descriptor has no digest");
        }
        Digest digest = digest(json.path("digest").stringValue());
        long size = json.path("size").isMissingNode() ? 0 : ExactJson.number(json.path("size"));
        return new Descriptor(json.path("mediaType").stringValue(null), digest, size);
    }

    /** The same without failing; empty if there is no digest or it is not SHA-256. */
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

    /** Makes the descriptor refer to other content, and removes embedded data and URLs. */
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
            throw new ManifestException("invalid digest '%s': expected sha256:<hex>".formatted(text), unsupported);
        }
    }
}
