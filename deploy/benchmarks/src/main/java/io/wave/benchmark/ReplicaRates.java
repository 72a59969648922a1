package io.wave.benchmark;

import io.wave.cluster.Cluster;
import io.wave.cluster.ServiceProcess;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Rates of pulls through one, two and three proxies, each limited to a part of a CPU core: the machine, which also runs the registry and the load
 * generators, is then not what limits them together.
 */
final class ReplicaRates {

    private static final double CPUS = 0.1;
    private static final int REPLICAS = 3;
    /** Enough that the JVMs compile nothing more once they are limited. */
    private static final int WARM_UPS = 3;

    private final Cluster cluster;
    private final Duration duration;

    ReplicaRates(Cluster cluster, Duration duration) {
        this.cluster = cluster;
        this.duration = duration;
    }

    /** The table, or why there is none. */
    String measure() {
        ServedImage image = ServedImage.push(cluster);
        List<ServiceProcess> proxies = new ArrayList<>();
        List<CpuQuota> quotas = new ArrayList<>();
        try {
            for (int replica = 1; replica <= REPLICAS; replica++) {
                proxies.add(cluster.registryProxy("limited-proxy-" + replica));
            }
            for (ServiceProcess proxy : proxies) {
                warmUp(image, proxy.awaitReady().address());
                Optional<CpuQuota> quota = CpuQuota.set(proxy.process().pid(), CPUS);
                if (quota.isEmpty()) {
                    return "Several proxies were not measured: limits of CPU time need Linux and root.";
                }
                quotas.add(quota.get());
            }
            return table(image, proxies.stream().map(ServiceProcess::address).toList());
        } finally {
            proxies.forEach(ServiceProcess::close);
            quotas.forEach(CpuQuota::close);
        }
    }

    private void warmUp(ServedImage image, URI proxy) {
        Wrk wrk = new Wrk(duration);
        for (int round = 0; round < WARM_UPS; round++) {
            wrk.warmUp(image.manifestByTag(proxy), Rates.CONNECTIONS, "*/*");
            wrk.warmUp(image.blob(proxy), Rates.STREAMS, "*/*");
        }
    }

    private String table(ServedImage image, List<URI> proxies) {
        List<Double> manifests = rates(proxies, image::manifestByTag, Rates.CONNECTIONS);
        List<Double> blobs = rates(proxies, image::blob, Rates.STREAMS);
        StringBuilder table = new StringBuilder("""
                | proxies, each with %.1f of a core | manifest GET by tag, cached | ratio to one | blob of 1 MB, streamed | ratio to one |
                |---|---|---|---|---|
                """.formatted(CPUS));
        for (int count = 1; count <= REPLICAS; count++) {
            table.append(String.format(
                    Locale.ROOT,
                    "| %d | %,.0f /s | **%.2f** | %,.0f /s | **%.2f** |%n",
                    count,
                    manifests.get(count - 1),
                    manifests.get(count - 1) / manifests.getFirst(),
                    blobs.get(count - 1),
                    blobs.get(count - 1) / blobs.getFirst()));
        }
        return table.toString();
    }

    /** The rates of the first proxy, of the first two, and so on. */
    private List<Double> rates(List<URI> proxies, Function<URI, URI> path, int connections) {
        return IntStream.rangeClosed(1, proxies.size())
                .mapToObj(count -> rate(proxies.subList(0, count), path, connections))
                .toList();
    }

    private double rate(List<URI> proxies, Function<URI, URI> path, int connections) {
        List<CompletableFuture<Wrk.Figures>> runs = proxies.stream()
                .map(proxy -> CompletableFuture.supplyAsync(
                        () -> new Wrk(duration).get(path.apply(proxy), connections, "*/*"), Thread::startVirtualThread))
                .toList();
        return runs.stream()
                .map(CompletableFuture::join)
                .mapToDouble(ReplicaRates::withoutErrors)
                .sum();
    }

    private static double withoutErrors(Wrk.Figures figures) {
        if (!figures.complaint().isEmpty()) {
            throw new IllegalStateException("pulls failed: " + figures.complaint());
        }
        return figures.rate();
    }
}
