package io.wave.benchmark;

import io.wave.cluster.Cluster;
import io.wave.cluster.WaveClient;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Rates of manifests, blobs and requests, compared with a registry that serves the same image. */
final class Rates {

    static final int CONNECTIONS = 64;
    static final int STREAMS = 16;

    static final String CONTAINER = "/v1alpha2/container";

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
        ServedImage image = ServedImage.push(cluster);
        URI registry = URI.create("http://" + cluster.servers().registry() + "/v2/" + ServedImage.REPOSITORY + "/");
        try (Nginx nginx = Nginx.start(
                folder,
                image.manifest().getBytes(StandardCharsets.UTF_8),
                image.layer().gzip())) {
            double nginxManifest = wrk.get(nginx.manifest(), CONNECTIONS, "*/*").rate();
            double nginxBlob = wrk.get(nginx.blob(), STREAMS, "*/*").rate();
            Wrk.Figures registryManifest = manifest(registry.resolve("manifests/1"));
            return List.of(
                    new Row(
                            "manifest GET by tag, cached",
                            manifest(image.manifestByTag(proxy)),
                            registryManifest,
                            nginxManifest,
                            "/s"),
                    new Row(
                            "manifest GET by digest",
                            manifest(image.manifestByDigest(proxy)),
                            manifest(registry.resolve("manifests/" + image.source())),
                            nginxManifest,
                            "/s"),
                    new Row(
                            "blob of 1 MB, streamed",
                            blob(image.blob(proxy)),
                            blob(registry.resolve("blobs/" + image.blobDigest())),
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

    private Wrk.Figures manifest(URI uri) {
        wrk.warmUp(uri, CONNECTIONS, WaveClient.MANIFEST_TYPES);
        return wrk.get(uri, CONNECTIONS, WaveClient.MANIFEST_TYPES);
    }

    private Wrk.Figures blob(URI uri) {
        wrk.warmUp(uri, STREAMS, "*/*");
        return wrk.get(uri, STREAMS, "*/*");
    }

    private Wrk.Figures requests() {
        return wrk.post(proxy.resolve(CONTAINER), STREAMS, request(cluster));
    }

    private Wrk.Figures warmRequests() {
        wrk.warmUpPost(proxy.resolve(CONTAINER), STREAMS, request(cluster));
        return requests();
    }

    /** A container request for the image, with one variable. */
    static String request(Cluster cluster) {
        return """
                {"containerImage":"%s","containerConfig":{"env":["BENCHMARK=1"]}}""".formatted(ServedImage.name(cluster));
    }
}
