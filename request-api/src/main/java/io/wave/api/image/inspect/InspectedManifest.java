package io.wave.api.image.inspect;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.wave.oci.MediaTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An image manifest; Docker schema 1 is converted to the form of schema 2, with the oldest layer first.
 *
 * @param schemaVersion schema version
 * @param mediaType media type of the manifest
 * @param config descriptor of the configuration
 * @param layers descriptors of the layers; an empty list is included, since clients add to it
 * @param annotations annotations
 * @param artifactType type of an artifact that is not an image
 */
public record InspectedManifest(
        int schemaVersion,
        String mediaType,
        @Nullable Blob config,
        @JsonInclude(JsonInclude.Include.ALWAYS) List<Blob> layers,
        Map<String, String> annotations,
        @Nullable String artifactType) {

    static InspectedManifest of(String mediaType, LenientJson json) {
        return new InspectedManifest(
                2,
                mediaType,
                json.member("config").map(Blob::of).orElse(null),
                json.members("layers").map(Blob::of).toList(),
                json.texts("annotations"),
                json.text("artifactType"));
    }

    static InspectedManifest ofSchema1(String mediaType, LenientJson json) {
        List<Blob> layers = new ArrayList<>(json.members("fsLayers")
                .map(layer -> new Blob(MediaTypes.DOCKER_LAYER_GZIP, layer.text("blobSum"), null, Map.of()))
                .toList());
        return new InspectedManifest(1, mediaType, null, layers.reversed(), Map.of(), null);
    }

    /**
     * A descriptor.
     *
     * @param mediaType media type
     * @param digest digest, as in the manifest
     * @param size size in bytes, if the manifest contains it
     * @param annotations annotations
     */
    public record Blob(
            @Nullable String mediaType,
            @Nullable String digest,
            @Nullable Long size,
            Map<String, String> annotations) {

        static Blob of(LenientJson json) {
            return new Blob(
                    json.text("mediaType"), json.text("digest"), json.number("size"), json.texts("annotations"));
        }
    }
}
