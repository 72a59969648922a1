package io.wave.benchmark;

import io.wave.cluster.Cluster;
import io.wave.cluster.TarLayer;
import io.wave.cluster.TestImage;
import io.wave.cluster.WaveClient;
import io.wave.image.Digest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Rates of manifests, blobs and requests, compared with a registry that serves the same image. */
final class Rates {

    private static final String REPOSITORY = "bench/app";
    private static final int BLOB_SIZE = 1024 * 1024;
    private static final int CONNECTIONS = 64;
    private static final int STREAMS = 16;
    private static final String CONTAINER = "/v1alpha2/container";

    private final Cluster cluster;
    private final URI proxy;
    private final Path folder;
    private final Wrk wrk;

    Rates(Cluster cluster, URI proxy, Path folder, Duration duration) {
        this.cluster = cluster;
        this.proxy = proxy;
        this.folder = folder;
        this.wrk = new Wrk(duration);
    }

    /** Measures them one after the other, each together with the registry. */
    List<Row> measure() throws IOException {
        TarLayer noise = TarLayer.ofNoise("noise", BLOB_SIZE, 1);
        Digest source = TestImage.busybox(TestImage.Family.OCI)
                .plus(noise)
                .push(cluster.servers().uploads(), REPOSITORY, "1");
        Digest blob = Digest.of(noise.gzip());
        URI registry = URI.create("http://" + cluster.servers().registry() + "/v2/" + REPOSITORY + "/");
        JsonNode plain = request(Map.of());
        JsonNode augmented = request(Map.of("env", List.of("BENCHMARK=1")));
        var served = cluster.client().manifest(augmented.get("targetImage").stringValue());
        Digest virtual = Digest.of(served.body());
        try (Nginx nginx = Nginx.start(folder, served.body(), noise.gzip())) {
            double nginxManifest = wrk.get(nginx.manifest(), CONNECTIONS, "*/*").rate();
            double nginxBlob = wrk.get(nginx.blob(), STREAMS, "*/*").rate();
            Wrk.Figures registryManifest = manifest(registry.resolve("manifests/1"));
            return List.of(
                    new Row(
                            "manifest GET by tag, cached",
                            manifest(under(augmented).resolve("manifests/1")),
                            registryManifest,
                            nginxManifest,
                            "/s"),
                    new Row(
                            "manifest GET by digest",
                            manifest(under(augmented).resolve("manifests/" + virtual)),
                            manifest(registry.resolve("manifests/" + source)),
                            nginxManifest,
                            "/s"),
                    new Row(
                            "blob of 1 MB, streamed",
                            blob(under(plain).resolve("blobs/" + blob)),
                            blob(registry.resolve("blobs/" + blob)),
                            nginxBlob,
                            "/s"),
                    new Row(
                            "container requests after the start, compared with manifest GET by tag",
                            requests(),
                            registryManifest,
                            0,
                            "/s"),
                    new Row(
                            "container requests after two minutes, compared with manifest GET by tag",
                            warmRequests(),
                            registryManifest,
                            0,
                            "/s"));
        }
    }

    private JsonNode request(Map<String, ?> configuration) {
        return cluster.client().submit(Map.of("containerImage", image(), "containerConfig", configuration));
    }

    private String image() {
        return cluster.servers().registry() + "/" + REPOSITORY + ":1";
    }

    private URI under(JsonNode request) {
        return proxy.resolve("/v2/wt/" + request.get("containerToken").stringValue() + "/" + REPOSITORY + "/");
    }

    private Wrk.Figures manifest(URI uri) {
        wrk.warmUp(uri, CONNECTIONS, WaveClient.MANIFEST_TYPES);
        return wrk.get(uri, CONNECTIONS, WaveClient.MANIFEST_TYPES);
    }

    private Wrk.Figures blob(URI uri) {
        wrk.warmUp(uri, STREAMS, "*/*");
        return wrk.get(uri, STREAMS, "*/*");
    }

    private Wrk.Figures requests() {
        return wrk.post(proxy.resolve(CONTAINER), STREAMS, body());
    }

    private Wrk.Figures warmRequests() {
        wrk.warmUpPost(proxy.resolve(CONTAINER), STREAMS, body());
        return requests();
    }

    private String body() {
        return """
                {"containerImage":"%s","containerConfig":{"env":["BENCHMARK=1"]}}""".formatted(image());
    }
}
