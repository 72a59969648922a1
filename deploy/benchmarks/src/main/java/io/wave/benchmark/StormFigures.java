package io.wave.benchmark;

import io.wave.cluster.Cluster;
import io.wave.cluster.RegistryAnswers;
import io.wave.cluster.ServiceProcess;
import io.wave.image.Digest;
import io.wave.local.fake.ScriptedRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * Many clients that pull an image at the same time through two proxies with a cache of blobs, of which none knows the image: what that costs
 * its registry, and how long it takes.
 */
final class StormFigures {

    private static final int LAYERS = 10;
    private static final int LAYER_SIZE = 1024 * 1024;
    private static final int PROXIES = 2;
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final Cluster cluster;
    private final Path folder;
    private int images;

    StormFigures(Cluster cluster, Path folder) {
        this.cluster = cluster;
        this.folder = folder;
    }

    /** The table: one client alone, then all of them, each with another image. */
    String measure(int clients) throws IOException {
        try (ScriptedRegistry registry = ScriptedRegistry.start();
                ServiceProcess one = proxy(1);
                ServiceProcess two = proxy(PROXIES)) {
            List<URI> proxies =
                    List.of(one.awaitReady().address(), two.awaitReady().address());
            StringBuilder table = new StringBuilder("""
                    | clients | proxies | upstream GETs | HEADs | first client | last client |
                    |---|---|---|---|---|---|
                    """);
            // The first storm is a warm-up of the proxies.
            storm(registry, proxies, clients);
            table.append(storm(registry, proxies, 1)).append(storm(registry, proxies, clients));
            return table.toString();
        }
    }

    private ServiceProcess proxy(int replica) {
        Path cache = folder.resolve("blobs-" + replica);
        return cluster.registryProxy(
                "storm-proxy-" + replica,
                Map.of(
                        "wave.proxy.blob-cache.directory",
                        cache.toString(),
                        "wave.proxy.blob-cache.peers.address",
                        "127.0.0.1"));
    }

    private String storm(ScriptedRegistry registry, List<URI> proxies, int clients) {
        images++;
        RegistryAnswers image = RegistryAnswers.ofLayers(LAYERS, LAYER_SIZE, images);
        String repository = "storm-" + images;
        image.on(registry, repository, "1");
        String token = cluster.client()
                .submit(Map.of("containerImage", registry.host() + "/" + repository + ":1"))
                .get("containerToken")
                .stringValue();
        int before = registry.calls().size();
        String path = "/v2/wt/%s/%s/".formatted(token, repository);
        List<Duration> times = IntStream.range(0, clients)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> pull(proxies.get(i % proxies.size()).resolve(path), image.blobDigests()),
                        Thread::startVirtualThread))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .sorted()
                .toList();
        return String.format(
                Locale.ROOT,
                "| %,d | %d | **%d** | %d | %,d ms | %,d ms |%n",
                clients,
                Math.min(clients, proxies.size()),
                count(registry, before, "GET"),
                count(registry, before, "HEAD"),
                times.getFirst().toMillis(),
                times.getLast().toMillis());
    }

    private static long count(ScriptedRegistry registry, int before, String method) {
        return registry.calls().stream()
                .skip(before)
                .filter(call -> call.method().equals(method))
                .count();
    }

    /** The manifest, then the configuration and the layers, on one connection. */
    private static Duration pull(URI image, List<Digest> blobs) {
        long start = System.nanoTime();
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            get(client, image.resolve("manifests/1"));
            blobs.forEach(blob -> get(client, image.resolve("blobs/" + blob)));
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static void get(HttpClient client, URI uri) {
        HttpResponse<Void> response = client.sendAsync(
                        HttpRequest.newBuilder(uri).timeout(LIMIT).build(), BodyHandlers.discarding())
                .join();
        if (response.statusCode() != 200) {
            throw new IllegalStateException("status %d for %s".formatted(response.statusCode(), uri.getPath()));
        }
    }
}
