package io.wave.mirroring.attachment;

import io.wave.image.Digest;
import io.wave.oci.MediaTypes;
import io.wave.registry.manifest.ManifestContent;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An entry of an index of referrers.
 *
 * @param digest digest of the manifest that refers to the subject
 * @param descriptor the whole entry
 */
record Referrer(Digest digest, JsonNode descriptor) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** The entries of an index; none if it is invalid. */
    static List<Referrer> listed(Optional<ManifestContent> index) {
        if (index.isEmpty()) {
            return List.of();
        }
        try {
            return JSON.readTree(index.get().bytes())
                    .path("manifests")
                    .valueStream()
                    .map(entry -> new Referrer(Digest.parse(entry.path("digest").asString("")), entry))
                    .toList();
        } catch (JacksonException | IllegalArgumentException invalid) {
            return List.of();
        }
    }

    /** An index of referrers, for the referrers tag. */
    static ManifestContent index(Collection<Referrer> referrers) {
        Map<String, Object> index = new LinkedHashMap<>();
        index.put("schemaVersion", 2);
        index.put("mediaType", MediaTypes.OCI_INDEX);
        index.put("manifests", referrers.stream().map(Referrer::descriptor).toList());
        byte[] bytes = JSON.writeValueAsBytes(index);
        return new ManifestContent(bytes, MediaTypes.OCI_INDEX, Digest.of(bytes));
    }
}
