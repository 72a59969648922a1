package io.wave.builder.multiplatform;

import io.wave.build.BuildSpec.IndexEntry;
import io.wave.image.Platform;
import io.wave.oci.MediaTypes;
import io.wave.registry.manifest.ManifestContent;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** An OCI image index; equal images in equal order give equal bytes. */
final class IndexDocument {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private IndexDocument() {}

    static byte[] of(List<Listed> images) {
        Map<String, Object> index = new LinkedHashMap<>();
        index.put("schemaVersion", 2);
        index.put("mediaType", MediaTypes.OCI_INDEX);
        index.put("manifests", images.stream().map(Listed::descriptor).toList());
        return JSON.writeValueAsString(index).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * An image of the index.
     *
     * @param entry its platform and image
     * @param manifest its manifest
     */
    record Listed(IndexEntry entry, ManifestContent manifest) {

        private Map<String, Object> descriptor() {
            Map<String, Object> descriptor = new LinkedHashMap<>();
            descriptor.put("mediaType", manifest.mediaType());
            descriptor.put("digest", manifest.digest().toString());
            descriptor.put("size", manifest.bytes().length);
            descriptor.put("platform", platform(entry.platform()));
            return descriptor;
        }

        private static Map<String, Object> platform(Platform platform) {
            Map<String, Object> on = new LinkedHashMap<>();
            on.put("architecture", platform.architecture());
            on.put("os", platform.os());
            if (platform.variant() != null) {
                on.put("variant", platform.variant());
            }
            return on;
        }
    }
}
