package io.wave.mirroring.registry;

import io.wave.image.Digest;
import io.wave.job.engine.outcome.JobFailedException;
import io.wave.registry.manifest.ManifestContent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a manifest or index refers to in its repository.
 *
 * @param manifests the entries of an index
 * @param blobs the sizes of configuration and layers of a manifest by digest, without those that are elsewhere
 */
public record References(List<Digest> manifests, Map<Digest, Long> blobs) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** @throws JobFailedException if the document is invalid, or uses digests other than SHA-256 */
    public static References of(ManifestContent manifest) {
        try {
            JsonNode tree = JSON.readTree(manifest.bytes());
            List<Digest> manifests = new ArrayList<>();
            tree.path("manifests").forEach(entry -> manifests.add(digest(entry)));
            Map<Digest, Long> blobs = new LinkedHashMap<>();
            Stream.of(
                            Stream.of(tree.path("config")).filter(JsonNode::isObject),
                            tree.path("layers").valueStream(),
                            tree.path("blobs").valueStream())
                    .flatMap(entries -> entries)
                    .filter(entry -> entry.path("urls").isEmpty())
                    .forEach(
                            entry -> blobs.put(digest(entry), entry.path("size").asLong(0)));
            return new References(manifests, blobs);
        } catch (JacksonException | IllegalArgumentException invalid) {
            throw new JobFailedException("mirror failed: manifest %s of the source is invalid: %s"
                    .formatted(manifest.digest(), invalid.getMessage()));
        }
    }

    private static Digest digest(JsonNode descriptor) {
        return Digest.parse(descriptor.path("digest").asString(""));
    }
}
