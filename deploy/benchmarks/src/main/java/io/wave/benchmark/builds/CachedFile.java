package io.wave.benchmark.builds;

import io.wave.cluster.Cluster;
import io.wave.cluster.TestImage;
import io.wave.cluster.WaveClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** Builds of a container file whose steps are all cached: from the request to the manifest that an engine pulls. */
final class CachedFile {

    private static final int STEPS = 8;
    private static final int WARM_UP = 3;

    static final String HEAD = """
            | builder | builds | median | longest | ratio to BuildKit |
            |---|---|---|---|---|""";

    private final Cluster cluster;
    private final int builds;
    private final String steps;

    CachedFile(Cluster cluster, int builds) throws IOException {
        TestImage.busybox(TestImage.Family.OCI).push(cluster.servers().uploads(), "bench/base", "1");
        this.cluster = cluster;
        this.builds = builds;
        this.steps = "FROM %s/bench/base:1\n".formatted(cluster.servers().registry())
                + IntStream.range(0, STEPS)
                        .mapToObj("RUN cat /bin/busybox > /step-%d\n"::formatted)
                        .collect(Collectors.joining());
    }

    /** Each build has a label of its own, since an image that exists is not built again. */
    Timings measure() {
        List<Duration> times = new ArrayList<>();
        for (int build = -WARM_UP; build < builds; build++) {
            String file = "%sLABEL build=%s\n".formatted(steps, UUID.randomUUID());
            long begin = System.nanoTime();
            JsonNode submitted = cluster.client()
                    .submit(Map.of(
                            "containerFile",
                            WaveClient.base64(file),
                            "cacheRepository",
                            cluster.servers().registry() + "/bench/cache"));
            int status = cluster.client()
                    .manifest(submitted.get("targetImage").stringValue())
                    .statusCode();
            if (status != 200) {
                throw new IllegalStateException("the build failed: status %d".formatted(status));
            }
            if (build >= 0) {
                times.add(Duration.ofNanos(System.nanoTime() - begin));
            }
        }
        return new Timings(times);
    }

    static String row(String builder, Timings timings, Timings buildKit) {
        return String.format(
                Locale.ROOT,
                "| %s | %d | %,d ms | %,d ms | **%.1f** |",
                builder,
                timings.sorted().size(),
                timings.median().toMillis(),
                timings.longest().toMillis(),
                timings.ratioTo(buildKit));
    }
}
