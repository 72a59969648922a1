package io.wave.trials;

import io.wave.cluster.RegistryUploads;
import io.wave.cluster.TarLayer;
import io.wave.cluster.TestImage;
import io.wave.cluster.WaveClient;
import io.wave.image.Digest;
import io.wave.oci.MediaTypes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Requests that extend images which are named by their digest. */
final class PinnedImages {

    private static final String REPOSITORY = "trial/pinned";

    private PinnedImages() {}

    /** An image, pinned. */
    static String image(TestCluster cluster, TestImage.Family family) {
        Digest digest = TestImage.busybox(family)
                .push(
                        cluster.servers().uploads(),
                        REPOSITORY,
                        "image-" + family.name().toLowerCase(Locale.ROOT));
        return name(cluster, digest);
    }

    /** An index of two platforms, pinned. */
    static String index(TestCluster cluster) {
        RegistryUploads uploads = cluster.servers().uploads();
        Map<String, Object> amd64 = entry(uploads, TestImage.busybox(TestImage.Family.OCI), "amd64");
        Map<String, Object> arm64 = entry(
                uploads,
                TestImage.busybox(TestImage.Family.OCI).plus(TarLayer.ofFiles(Map.of("arm", "64\n"))),
                "arm64");
        byte[] index = WaveClient.write(Map.of(
                        "schemaVersion", 2, "mediaType", MediaTypes.OCI_INDEX, "manifests", List.of(amd64, arm64)))
                .getBytes(StandardCharsets.UTF_8);
        return name(cluster, uploads.manifest(REPOSITORY, "index", MediaTypes.OCI_INDEX, index));
    }

    private static Map<String, Object> entry(RegistryUploads uploads, TestImage image, String architecture) {
        Digest digest = image.push(uploads, REPOSITORY, architecture);
        return Map.of(
                "mediaType",
                MediaTypes.OCI_MANIFEST,
                "digest",
                digest.toString(),
                "size",
                image.manifest().length,
                "platform",
                Map.of("os", "linux", "architecture", architecture));
    }

    private static String name(TestCluster cluster, Digest digest) {
        return "%s/%s@%s".formatted(cluster.servers().registry(), REPOSITORY, digest);
    }

    /** Asks for the image with a variable and a layer laid over it. */
    static JsonNode extend(TestCluster cluster, String image) {
        Map<String, ?> configuration = Map.of(
                "env",
                List.of("TRIAL=1"),
                "layers",
                List.of(TarLayer.ofFiles(Map.of("trial/file", "content\n")).inline()));
        return cluster.client().submit(Map.of("containerImage", image, "containerConfig", configuration));
    }
}
