package io.wave.benchmark;

import io.wave.cluster.Cluster;
import io.wave.cluster.TestImage;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/**
 * How long after a client began to send its request the build tool runs as a process. One build after the other, each
 * different. A daemon of the worker is not counted: it was started by an earlier build.
 *
 * @param builds number of builds
 * @param answered milliseconds until the client had its answer, the median
 * @param running milliseconds until the process was seen, the median; it is looked for every few milliseconds
 * @param longest milliseconds until the process was seen, the longest
 */
record StartFigures(int builds, long answered, long running, long longest) {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(2);
    private static final int WARM_UP = 10;

    static final String HEAD = """
            | builds | answered, median | process runs, median | longest |
            |---|---|---|---|""";

    /** Measures builds of this worker, which must be idle. */
    static StartFigures measure(Cluster cluster, long workerPid, int builds) throws IOException {
        TestImage.busybox(TestImage.Family.OCI).push(cluster.servers().uploads(), "bench/base", "1");
        long[] answered = new long[builds];
        long[] running = new long[builds];
        for (int build = -WARM_UP; build < builds; build++) {
            String containerFile = "FROM %s/bench/base:1%nLABEL start=%d%n"
                    .formatted(cluster.servers().registry(), build);
            Set<ProcessHandle> earlier = children(workerPid);
            long begin = System.nanoTime();
            JsonNode request = cluster.client().submitBuild(containerFile);
            long answer = System.nanoTime();
            ProcessHandle tool = awaitTool(workerPid, earlier, begin);
            long process = System.nanoTime();
            awaitEnd(cluster, request.get("buildId").stringValue());
            if (build >= 0) {
                awaitExit(tool);
                answered[build] = Duration.ofNanos(answer - begin).toMillis();
                running[build] = Duration.ofNanos(process - begin).toMillis();
            }
        }
        Arrays.sort(answered);
        Arrays.sort(running);
        return new StartFigures(builds, answered[builds / 2], running[builds / 2], running[builds - 1]);
    }

    private static Set<ProcessHandle> children(long workerPid) {
        return ProcessHandle.of(workerPid).orElseThrow().children().collect(Collectors.toSet());
    }

    private static ProcessHandle awaitTool(long workerPid, Set<ProcessHandle> earlier, long begin) {
        while (System.nanoTime() - begin < LIMIT.toNanos()) {
            Set<ProcessHandle> started = children(workerPid);
            started.removeAll(earlier);
            if (!started.isEmpty()) {
                return started.iterator().next();
            }
            LockSupport.parkNanos(POLL_INTERVAL.toNanos());
        }
        throw new IllegalStateException("no build process started within " + LIMIT);
    }

    private static void awaitEnd(Cluster cluster, String buildId) {
        Awaitility.await("the end of a build")
                .atMost(LIMIT)
                .until(() ->
                        cluster.client().getJson("/v1alpha1/builds/" + buildId).has("duration"));
    }

    private static void awaitExit(ProcessHandle tool) {
        Awaitility.await("the exit of the process of a build").atMost(LIMIT).until(() -> !tool.isAlive());
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "| %,d | %d ms | %d ms | %d ms |", builds, answered, running, longest);
    }
}
