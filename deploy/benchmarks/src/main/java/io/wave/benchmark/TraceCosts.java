package io.wave.benchmark;

import io.wave.cluster.Cluster;
import io.wave.cluster.ServiceProcess;
import io.wave.cluster.WaveClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * CPU time of request-api and registry-proxy for each request, without traces, with traces of which none is sampled, and with all of
 * them sent to a {@link TraceSink}. Each case has services and servers of its own, one case after the other.
 */
final class TraceCosts {

    private static final String ENDPOINT = "management.opentelemetry.tracing.export.otlp.endpoint";
    private static final String SAMPLING = "management.tracing.sampling.probability";
    private static final int RUNS = 3;
    private static final Duration WARM_UP = Duration.ofSeconds(45);
    /** Until the messages and spans of a run are sent. */
    private static final Duration SETTLED = Duration.ofSeconds(6);

    private final Path folder;
    private final Map<String, String> settings;
    private final Duration duration;
    private final Wrk wrk;

    /** @param settings of all services */
    TraceCosts(Path folder, Map<String, String> settings, Duration duration) {
        this.folder = folder;
        this.settings = settings;
        this.duration = duration;
        this.wrk = new Wrk(duration);
    }

    /** The table. */
    String measure() throws IOException {
        try (TraceSink sink = TraceSink.start()) {
            Costs off = costs("off", Map.of());
            Costs unsampled = costs("unsampled", Map.of(ENDPOINT, sink.address(), SAMPLING, "0"));
            long before = sink.bytes();
            Costs sampled = costs("sampled", Map.of(ENDPOINT, sink.address(), SAMPLING, "1"));
            if (sink.bytes() == before) {
                throw new IllegalStateException("no spans were sent");
            }
            return """
                    | CPU time | traces off | on, none sampled | ratio | on, all sampled | ratio |
                    |---|---|---|---|---|---|
                    """
                    + row("container request", off.request(), unsampled.request(), sampled.request())
                    + row("manifest GET by tag, cached", off.manifest(), unsampled.manifest(), sampled.manifest());
        }
    }

    private Costs costs(String name, Map<String, String> tracing) {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(tracing);
        try (Cluster cluster = Cluster.start(folder.resolve(name), List.of(), all)) {
            List<ServiceProcess> services = List.of(cluster.requestApi(), cluster.registryProxy());
            services.forEach(ServiceProcess::awaitReady);
            ServedImage image = ServedImage.push(cluster);
            URI proxy = services.getLast().address();
            URI manifest = image.manifestByTag(proxy);
            Wrk.Figures _ =
                    new Wrk(WARM_UP).post(proxy.resolve(Rates.CONTAINER), Rates.STREAMS, Rates.request(cluster));
            wrk.warmUp(manifest, Rates.CONNECTIONS, WaveClient.MANIFEST_TYPES);
            return new Costs(
                    cost(
                            services,
                            () -> wrk.post(proxy.resolve(Rates.CONTAINER), Rates.STREAMS, Rates.request(cluster))),
                    cost(services, () -> wrk.get(manifest, Rates.CONNECTIONS, WaveClient.MANIFEST_TYPES)));
        }
    }

    /** The median of some runs, in microseconds. */
    private double cost(List<ServiceProcess> services, Run run) {
        List<Double> costs = new ArrayList<>();
        settle();
        for (int i = 0; i < RUNS; i++) {
            Duration before = cpuTime(services);
            Wrk.Figures figures = run.figures();
            settle();
            if (!figures.complaint().isEmpty()) {
                throw new IllegalStateException("requests failed: " + figures.complaint());
            }
            costs.add(cpuTime(services).minus(before).toNanos() / 1e3 / (figures.rate() * duration.toSeconds()));
        }
        return costs.stream().sorted().toList().get(RUNS / 2);
    }

    private static void settle() {
        LockSupport.parkNanos(SETTLED.toNanos());
    }

    private static Duration cpuTime(List<ServiceProcess> services) {
        return services.stream()
                .map(service -> ProcessHandle.of(service.process().pid())
                        .flatMap(process -> process.info().totalCpuDuration())
                        .orElseThrow())
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static String row(String subject, double off, double unsampled, double sampled) {
        return String.format(
                Locale.ROOT,
                "| %s | %,.0f µs | %,.0f µs | **%.2f** | %,.0f µs | **%.2f** |%n",
                subject,
                off,
                unsampled,
                unsampled / off,
                sampled,
                sampled / off);
    }

    private interface Run {
        Wrk.Figures figures();
    }

    /** CPU time for each request, in microseconds. */
    private record Costs(double request, double manifest) {}
}
