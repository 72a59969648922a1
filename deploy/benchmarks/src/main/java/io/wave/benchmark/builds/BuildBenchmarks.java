package io.wave.benchmark.builds;

import io.wave.cluster.Cluster;
import io.wave.cluster.ServiceProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Starts the services and their servers on this machine, measures builds, prints the tables of {@code docs/benchmarks.md} and
 * stops everything.
 */
public final class BuildBenchmarks {

    private static final String CACHED = "cached";
    private static final String PACKAGES = "packages";
    private static final String MEGABYTES = "megabytes";

    private BuildBenchmarks() {}

    /**
     * {@code -Dcached=20}: builds of the cached file with each builder; {@code -Dpackages=3}: builds with each template; {@code
     * -Dmegabytes=600}: size of the environment.
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createTempDirectory("wave-build-benchmarks");
        PrintStream out = System.out;
        try (Cluster cluster = Cluster.start(folder, List.of(), Map.of("wave.build.buildah.trust-callers", "true"))) {
            List.of(cluster.requestApi(), cluster.registryProxy()).forEach(ServiceProcess::awaitReady);
            CachedFile file = new CachedFile(cluster, Integer.getInteger(CACHED, 20));
            Timings buildKit;
            try (ServiceProcess _ = worker(cluster, "buildkit")) {
                buildKit = file.measure();
                int builds = Integer.getInteger(PACKAGES, 3);
                if (builds > 0) {
                    out.println(PackageImages.HEAD);
                    new PackageImages(cluster, builds, Integer.getInteger(MEGABYTES, 600))
                            .measure()
                            .forEach(out::println);
                    out.println();
                }
                out.println(CachedFile.HEAD);
                out.println(CachedFile.row("BuildKit", buildKit, buildKit));
            }
            try (ServiceProcess _ = worker(cluster, "buildah")) {
                out.println(CachedFile.row("buildah", file.measure(), buildKit));
            }
        } finally {
            out.println("Logs and data: " + folder);
        }
    }

    private static ServiceProcess worker(Cluster cluster, String builder) {
        return cluster.buildOrchestrator("worker-" + builder, Map.of("wave.build.builder", builder))
                .awaitReady();
    }
}
