package io.wave.benchmark;

import io.wave.cluster.Cluster;
import io.wave.cluster.ServiceProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Starts the services and their servers on this machine, measures, prints the tables of {@code docs/benchmarks.md} and
 * stops everything. Bounded in time and count; nothing leaves the loopback interface.
 */
public final class Benchmarks {

    private static final String ROWS = System.getProperty("rows", "");
    /** What is measured with the same services. */
    private static final List<String> SHARED = List.of("rates", "cache", "storm", "replicas", "holds", "starts");

    private static final int STARTS = 50;
    private static final PrintStream out = System.out;

    private Benchmarks() {}

    /** The load is that of many clients. */
    private static final Map<String, String> ALL_FROM_ONE_ADDRESS = Map.of(
            "wave.proxy.connections.per-address", "20000",
            "wave.proxy.connections.reserved-files", "1000",
            "wave.proxy.streams.per-address", "1000");

    /**
     * {@code -Dseconds=10}: length of each run; {@code -Dpulls=10000}: pulls held at the same time;
     * {@code -Dclients=100}: clients of a storm; {@code -Drows=rates,cache,storm,replicas,holds,starts,traces}: what is measured.
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createTempDirectory("wave-benchmarks");
        try {
            if (SHARED.stream().anyMatch(Benchmarks::isWanted)) {
                measureShared(folder);
            }
            if (isWanted("traces")) {
                out.println(new TraceCosts(folder.resolve("traces"), ALL_FROM_ONE_ADDRESS, duration()).measure());
            }
        } finally {
            out.println("Logs and data: " + folder);
        }
    }

    private static void measureShared(Path folder) throws IOException {
        try (Cluster cluster = Cluster.start(folder, List.of(), ALL_FROM_ONE_ADDRESS)) {
            ServiceProcess api = cluster.requestApi();
            ServiceProcess orchestrator = cluster.buildOrchestrator("build-orchestrator", Map.of());
            ServiceProcess proxy = cluster.registryProxy("-Xmx512m", "-XX:+ExitOnOutOfMemoryError");
            List.of(api, orchestrator, proxy).forEach(ServiceProcess::awaitReady);
            measure(cluster, proxy, orchestrator, folder);
            out.println("Peak memory of the proxy: " + proxy.peakMemory());
        }
    }

    private static Duration duration() {
        return Duration.ofSeconds(Integer.getInteger("seconds", 10));
    }

    private static void measure(Cluster cluster, ServiceProcess proxy, ServiceProcess orchestrator, Path folder)
            throws IOException {
        Duration duration = duration();
        if (isWanted("rates")) {
            out.println(Row.HEAD);
            new Rates(cluster, proxy.address(), folder.resolve("nginx"), duration)
                    .measure()
                    .forEach(out::println);
            out.println();
        }
        if (isWanted("cache")) {
            out.println(new CacheRates(cluster, proxy.address(), folder.resolve("cache"), duration).measure());
        }
        if (isWanted("storm")) {
            out.println(new StormFigures(cluster, folder.resolve("storm")).measure(Integer.getInteger("clients", 100)));
        }
        if (isWanted("replicas")) {
            out.println(new ReplicaRates(cluster, duration).measure());
        }
        if (isWanted("holds")) {
            out.println(HoldFigures.HEAD);
            out.println(HoldFigures.measure(cluster, proxy.address(), 1));
            out.println(HoldFigures.measure(cluster, proxy.address(), Integer.getInteger("pulls", 10_000)));
            out.println();
        }
        if (isWanted("starts")) {
            out.println(StartFigures.HEAD);
            out.println(StartFigures.measure(cluster, orchestrator.process().pid(), STARTS));
        }
    }

    private static boolean isWanted(String rows) {
        return ROWS.isEmpty() || List.of(ROWS.split(",")).contains(rows);
    }
}
