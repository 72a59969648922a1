package io.wave.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wave.cluster.Cluster;
import io.wave.cluster.TarLayer;
import io.wave.cluster.TestImage;
import io.wave.image.Digest;
import java.net.URI;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * An image in the registry, and its names at the proxies: as it is, and with a variable added.
 *
 * @param source its digest in the registry
 * @param layer its largest layer, of 1 MB
 * @param manifest what a proxy serves under the name with the variable
 * @param plain path of the name of the image as it is, to which {@code manifests/} and {@code blobs/} are appended
 * @param augmented path of the name with the variable
 */
record ServedImage(Digest source, TarLayer layer, String manifest, String plain, String augmented) {

    static final String REPOSITORY = "bench/app";

    private static final int BLOB_SIZE = 1024 * 1024;

    static ServedImage push(Cluster cluster) {
        TarLayer noise = TarLayer.ofNoise("noise", BLOB_SIZE, 1);
        Digest source = TestImage.busybox(TestImage.Family.OCI)
                .plus(noise)
                .push(cluster.servers().uploads(), REPOSITORY, "1");
        JsonNode plain = request(cluster, Map.of());
        JsonNode augmented = request(cluster, Map.of("env", List.of("BENCHMARK=1")));
        byte[] served = cluster.client()
                .manifest(augmented.get("targetImage").stringValue())
                .body();
        return new ServedImage(source, noise, new String(served, UTF_8), path(plain), path(augmented));
    }

    private static JsonNode request(Cluster cluster, Map<String, ?> configuration) {
        return cluster.client().submit(Map.of("containerImage", name(cluster), "containerConfig", configuration));
    }

    private static String path(JsonNode request) {
        return "/v2/wt/" + request.get("containerToken").stringValue() + "/" + REPOSITORY + "/";
    }

    /** Its name in the registry. */
    static String name(Cluster cluster) {
        return cluster.servers().registry() + "/" + REPOSITORY + ":1";
    }

    /** The manifest with the variable, by tag. */
    URI manifestByTag(URI proxy) {
        return proxy.resolve(augmented + "manifests/1");
    }

    /** The manifest with the variable, by digest. */
    URI manifestByDigest(URI proxy) {
        return proxy.resolve(augmented + "manifests/" + Digest.of(manifest.getBytes(UTF_8)));
    }

    /** The largest layer. */
    URI blob(URI proxy) {
        return proxy.resolve(plain + "blobs/" + blobDigest());
    }

    Digest blobDigest() {
        return Digest.of(layer.gzip());
    }
}
