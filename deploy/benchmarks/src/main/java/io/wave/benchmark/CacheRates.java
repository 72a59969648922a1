package io.wave.benchmark;

import io.wave.cluster.Cluster;
import io.wave.cluster.ServiceProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Rates of a blob from the disk of a proxy with a cache, compared in turns with one without a cache, the registry, and nginx as a
 * file server.
 */
final class CacheRates {

    private static final int TURNS = 3;

    private final Cluster cluster;
    private final URI uncached;
    private final Path folder;
    private final Wrk wrk;

    CacheRates(Cluster cluster, URI uncached, Path folder, Duration duration) {
        this.cluster = cluster;
        this.uncached = uncached;
        this.folder = folder;
        this.wrk = new Wrk(duration);
    }

    /** The table, with the median of each. */
    String measure() throws IOException {
        ServedImage image = ServedImage.push(cluster);
        Map<String, String> settings = Map.of(
                "wave.proxy.blob-cache.directory", folder.resolve("blobs").toString());
        try (ServiceProcess proxy = cluster.registryProxy("caching-proxy", settings);
                Nginx nginx = Nginx.start(
                        folder.resolve("nginx"),
                        image.manifest().getBytes(StandardCharsets.UTF_8),
                        image.layer().gzip())) {
            List<Server> servers = List.of(
                    new Server("nginx, file", nginx.blob()),
                    new Server(
                            "this service, from its cache",
                            image.blob(proxy.awaitReady().address())),
                    new Server("this service, streamed", image.blob(uncached)),
                    new Server(
                            "docker-registry",
                            URI.create("http://%s/v2/%s/blobs/%s"
                                    .formatted(
                                            cluster.servers().registry(),
                                            ServedImage.REPOSITORY,
                                            image.blobDigest()))));
            servers.forEach(server -> wrk.warmUp(server.blob(), Rates.STREAMS, "*/*"));
            for (int turn = 0; turn < TURNS; turn++) {
                servers.forEach(server -> server.add(wrk.get(server.blob(), Rates.STREAMS, "*/*")));
            }
            return table(servers);
        }
    }

    private static String table(List<Server> servers) {
        double reference = servers.getFirst().median();
        StringBuilder table = new StringBuilder("""
                | blob of 1 MB | rate | ratio to nginx |
                |---|---|---|
                """);
        servers.forEach(server -> table.append(String.format(
                Locale.ROOT,
                "| %s | %,.0f /s | **%.2f** |%n",
                server.name(),
                server.median(),
                server.median() / reference)));
        return table.toString();
    }

    private record Server(String name, URI blob, List<Double> rates) {

        Server(String name, URI blob) {
            this(name, blob, new ArrayList<>());
        }

        void add(Wrk.Figures figures) {
            if (!figures.complaint().isEmpty()) {
                throw new IllegalStateException(name + ": pulls failed: " + figures.complaint());
            }
            rates.add(figures.rate());
        }

        double median() {
            List<Double> sorted =
                    rates.stream().sorted(Comparator.naturalOrder()).toList();
            return sorted.get(sorted.size() / 2);
        }
    }
}
