package io.wave.cluster;

import io.wave.image.Digest;
import io.wave.oci.MediaTypes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * A small real image of the OCI or of the Docker family, created locally and pushed to a registry.
 *
 * @param family family of its media types
 * @param architecture architecture in its configuration
 * @param layers its layers, the first lowest
 */
public record TestImage(Family family, String architecture, List<TarLayer> layers) {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String AMD64 = "amd64";

    /** The two families of media types. */
    public enum Family {
        OCI(MediaTypes.OCI_MANIFEST, MediaTypes.OCI_CONFIG, MediaTypes.OCI_LAYER_GZIP),
        DOCKER(MediaTypes.DOCKER_MANIFEST, MediaTypes.DOCKER_CONFIG, MediaTypes.DOCKER_LAYER_GZIP);

        private final String manifest;
        private final String config;
        private final String layer;

        Family(String manifest, String config, String layer) {
            this.manifest = manifest;
            this.config = config;
            this.layer = layer;
        }
    }

    /** An image that can run a shell: Debian's static busybox and its most usual names. */
    public static TestImage busybox(Family family) {
        return new TestImage(family, AMD64, List.of(TarLayer.busybox(Path.of("/bin/busybox"))));
    }

    /** An image of these layers. */
    public static TestImage of(Family family, TarLayer... layers) {
        return new TestImage(family, AMD64, List.of(layers));
    }

    /** The same image with one more layer. */
    public TestImage plus(TarLayer layer) {
        List<TarLayer> more = new ArrayList<>(layers);
        more.add(layer);
        return new TestImage(family, architecture, List.copyOf(more));
    }

    /** The same image with another architecture in its configuration. */
    public TestImage on(String other) {
        return new TestImage(family, other, layers);
    }

    /** Pushes images of the OCI family and an index of them; returns the digest of the index. */
    public static Digest pushIndex(RegistryUploads registry, String repository, String tag, TestImage... images) {
        List<Map<String, Object>> entries = new ArrayList<>();
        for (TestImage image : images) {
            image.push(registry, repository, tag + "-" + image.architecture);
            Map<String, Object> entry = new HashMap<>(descriptor(image.family.manifest, image.manifest()));
            entry.put("platform", Map.of("architecture", image.architecture, "os", "linux"));
            entries.add(entry);
        }
        byte[] index = json(Map.of("schemaVersion", 2, "mediaType", MediaTypes.OCI_INDEX, "manifests", entries));
        return registry.manifest(repository, tag, MediaTypes.OCI_INDEX, index);
    }

    /** Pushes the image; returns the digest of its manifest. */
    public Digest push(RegistryUploads registry, String repository, String tag) {
        for (TarLayer layer : layers) {
            registry.blob(repository, layer.gzip());
        }
        byte[] config = config();
        registry.blob(repository, config);
        return registry.manifest(repository, tag, family.manifest, manifest());
    }

    /** Its configuration, the same bytes each time. */
    public byte[] config() {
        return json(Map.of(
                "architecture",
                architecture,
                "os",
                "linux",
                "created",
                "2026-01-01T00:00:00Z",
                "config",
                Map.of("Env", List.of("PATH=/bin"), "Cmd", List.of("/bin/sh"), "WorkingDir", "/"),
                "rootfs",
                Map.of(
                        "type",
                        "layers",
                        "diff_ids",
                        layers.stream()
                                .map(layer -> layer.tarDigest().toString())
                                .toList()),
                "history",
                layers.stream()
                        .map(_ -> Map.of("created", "2026-01-01T00:00:00Z", "created_by", "test"))
                        .toList()));
    }

    /** Its manifest, the same bytes each time. */
    public byte[] manifest() {
        return json(Map.of(
                "schemaVersion",
                2,
                "mediaType",
                family.manifest,
                "config",
                descriptor(family.config, config()),
                "layers",
                layers.stream()
                        .map(layer -> descriptor(family.layer, layer.gzip()))
                        .toList()));
    }

    private static Map<String, Object> descriptor(String mediaType, byte[] content) {
        return Map.of("mediaType", mediaType, "digest", Digest.of(content).toString(), "size", content.length);
    }

    private static byte[] json(Map<String, ?> value) {
        return JSON.writeValueAsString(value).getBytes(StandardCharsets.UTF_8);
    }
}
