package io.wave.api.image.inspect;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.wave.oci.MediaTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A manifest; one of Docker's first schema in the terms of the second, its layers oldest first.
 *
 * @param schemaVersion version of the schema
 * @param mediaType what kind of manifest
 * @param config where the configuration is
 * @param layers the layers, written even when there are none: clients add to the list
 * @param annotations what is said about the image
 * @param artifactType what it is, where it is no image
 */
public record InspectedManifest(
        int schemaVersion,
        String mediaType,
        @Nullable Blob config,
        @JsonInclude(JsonInclude.Include.ALWAYS) List<Blob> layers,
        Map<String, String> annotations,
        @Nullable String artifactType) {

    static InspectedManifest of(String mediaType, Members json) {
        return new InspectedManifest(
                2,
                mediaType,
                json.member("config").map(Blob::of).orElse(null),
                json.members("layers").map(Blob::of).toList(),
                json.texts("annotations"),
                json.text("artifactType"));
    }

    static InspectedManifest ofSchema1(String mediaType, Members json) {
        List<Blob> layers = new ArrayList<>(json.members("fsLayers")
                .map(layer -> new Blob(MediaTypes.DOCKER_LAYER_GZIP, layer.text("blobSum"), null, Map.of()))
                .toList());
        return new InspectedManifest(1, mediaType, null, layers.reversed(), Map.of(), null);
    }

    /**
     * A blob of the image.
     *
     * @param mediaType what it is
     * @param digest its digest, as the manifest has it
     * @param size its size in bytes, where the manifest says so
     * @param annotations what is said about it
     */
    public record Blob(
            @Nullable String mediaType,
            @Nullable String digest,
            @Nullable Long size,
            Map<String, String> annotations) {

        static Blob of(Members json) {
            return new Blob(
                    json.text("mediaType"), json.text("digest"), json.number("size"), json.texts("annotations"));
        }
    }
}
