package io.wave.benchmark;

import io.wave.cluster.BuildGate;
import io.wave.cluster.Cluster;
import io.wave.cluster.TestImage;
import io.wave.cluster.WaveClient;
import io.wave.local.server.Database;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.JsonNode;

/**
 * How long after the end of a build the pulls that waited for it get their first byte.
 *
 * @param pulls how many waited in one proxy
 * @param served how many got the image
 * @param hops how often they were sent on while they waited
 * @param first milliseconds from the build's end to the first byte of the first
 * @param median of half of them
 * @param p99 of 99 of 100
 * @param last of all
 */
record HoldFigures(int pulls, int served, int hops, long first, long median, long p99, long last) {

    private static final String GATE = "held";
    private static final Duration OPENING = Duration.ofMinutes(2);
    private static final Duration SETTLING = Duration.ofSeconds(5);
    private static final Duration ANSWERING = Duration.ofMinutes(2);

    static final String HEAD = """
            | held pulls | served | hops | first | median | p99 | last |
            |---|---|---|---|---|---|---|""";

    /** Starts a build, lets so many pulls wait for it, ends it. */
    static HoldFigures measure(Cluster cluster, URI proxy, int count) throws IOException {
        TestImage.busybox(TestImage.Family.OCI).push(cluster.servers().uploads(), "bench/base", "1");
        try (BuildGate gate = BuildGate.start()) {
            String containerFile = "FROM %s/bench/base:1\n%s\nRUN echo %d > /pulls\n"
                    .formatted(cluster.servers().registry(), gate.step(GATE), count);
            JsonNode build = cluster.client().submitBuild(containerFile);
            Awaitility.await("the build's step").atMost(Duration.ofMinutes(2)).until(() -> gate.running(GATE) == 1);
            String path = WaveClient.manifestPath(build.get("targetImage").stringValue());
            try (HeldPulls pulls =
                    new HeldPulls(new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.getPort()), path)) {
                pulls.open(count, OPENING);
                pulls.hold(SETTLING);
                gate.open(GATE);
                pulls.awaitAll(ANSWERING);
                return of(count, pulls, endOf(cluster, build.get("buildId").stringValue()));
            }
        }
    }

    private static HoldFigures of(int count, HeldPulls pulls, Instant end) {
        long[] times = pulls.firstBytes();
        if (times.length == 0) {
            throw new IllegalStateException(
                    "no pull of %d was served, %d connections failed".formatted(count, pulls.failed()));
        }
        long zero = end.toEpochMilli();
        return new HoldFigures(
                count,
                times.length,
                pulls.hops(),
                times[0] - zero,
                times[times.length / 2] - zero,
                times[(int) (times.length * 0.99)] - zero,
                times[times.length - 1] - zero);
    }

    /** When the end of the build was recorded, by the clock of this machine. */
    private static Instant endOf(Cluster cluster, String buildId) {
        Database database = cluster.servers().database();
        JdbcClient jdbc =
                JdbcClient.create(new DriverManagerDataSource(database.url(), database.user(), database.password()));
        return Awaitility.await("the end of the build")
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> jdbc.sql("SELECT finished_at FROM jobs.job WHERE id = :id AND finished_at IS NOT NULL")
                                .param("id", buildId)
                                .query(Timestamp.class)
                                .optional(),
                        Optional::isPresent)
                .orElseThrow()
                .toInstant();
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "| %,d | %,d | %,d | %d ms | %d ms | %d ms | %d ms |",
                pulls,
                served,
                hops,
                first,
                median,
                p99,
                last);
    }
}
