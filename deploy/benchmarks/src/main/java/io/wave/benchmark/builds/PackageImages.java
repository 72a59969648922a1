package io.wave.benchmark.builds;

import io.wave.cluster.Cluster;
import io.wave.cluster.TestImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * Builds of package images with the plain and with the fast template, alternately. The package manager is a stand-in that
 * copies an environment of the given size; a third of it is one package, as in environments with a large framework, and each
 * package differs between builds.
 */
final class PackageImages {

    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final List<String> TEMPLATES = List.of("conda/micromamba:v2", "conda/micromamba:v2-fast");

    static final String HEAD = """
            | template | environment | builds | median | longest | ratio to the plain template |
            |---|---|---|---|---|---|""";

    /**
     * Creates packages of 33, 15, 10, 7, 5, 5, 3, 3 and 13 times 1.5 percent of the size in MB, of machine code with numbers in
     * it, so that no two parts are equal.
     */
    private static final String PACKAGES = """
            #!/bin/sh
            set -e
            mkdir -p /template/lib /template/conda-meta && cd /template
            package=0
            for percent in 330 150 100 70 50 50 30 30 15 15 15 15 15 15 15 15 15 15 15 15 15; do
                package=$((package + 1)) name=lib/package$package files=''
                part=0 parts=$(($1 * percent / 1000 / 2 + 1))
                mkdir -p $name
                while [ $part -lt $parts ]; do
                    { echo "$package $part"; cat /bin/busybox; } > $name/$part.so
                    files="$files,\\"$name/$part.so\\"" part=$((part + 1))
                done
                echo "{\\"files\\": [\\"$name/id\\"$files]}" > conda-meta/package$package-1-0.json
            done
            """;

    private static final String MICROMAMBA = """
            #!/bin/sh
            case "$*" in
              *which|*procps-ng|"clean -a -y") ;;
              "install -y -n base -f /tmp/conda.yml")
                cp -a /template/. /opt/conda/
                for folder in /opt/conda/lib/*; do cat /tmp/conda.yml > $folder/id; done ;;
              "env export --name base --explicit") echo @EXPLICIT ;;
              *) echo "unexpected: $*" >&2; exit 3 ;;
            esac
            """;

    private final Cluster cluster;
    private final int builds;
    private final int megabytes;

    PackageImages(Cluster cluster, int builds, int megabytes) throws IOException {
        TestImage.busybox(TestImage.Family.OCI).push(cluster.servers().uploads(), "bench/base", "1");
        this.cluster = cluster;
        this.builds = builds;
        this.megabytes = megabytes;
    }

    /** The rows of the templates. */
    List<String> measure() {
        String image = packageManager();
        List<List<Duration>> times = List.of(new ArrayList<>(), new ArrayList<>());
        for (int build = 0; build < builds; build++) {
            for (int template = 0; template < TEMPLATES.size(); template++) {
                times.get(template).add(build(image, TEMPLATES.get(template)));
            }
        }
        Timings plain = new Timings(times.getFirst());
        List<String> rows = new ArrayList<>();
        for (int template = 0; template < TEMPLATES.size(); template++) {
            rows.add(row(TEMPLATES.get(template), new Timings(times.get(template)), plain));
        }
        return rows;
    }

    private String row(String template, Timings timings, Timings plain) {
        return String.format(
                Locale.ROOT,
                "| `%s` | %d MB | %d | %.1f s | %.1f s | **%.2f** |",
                template,
                megabytes,
                builds,
                timings.median().toMillis() / 1000.0,
                timings.longest().toMillis() / 1000.0,
                timings.ratioTo(plain));
    }

    private Duration build(String image, String template) {
        Map<String, Object> packages = Map.of(
                "type",
                "CONDA",
                "entries",
                List.of("bench=" + UUID.randomUUID().toString().replace("-", "")),
                "condaOpts",
                Map.of("mambaImage", image, "baseImage", cluster.servers().registry() + "/bench/base:1"));
        long begin = System.nanoTime();
        awaitSuccess(cluster.client().submit(Map.of("packages", packages, "buildTemplate", template)));
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /** The image of the stand-in with its packages, built by the service and pulled before the first build. */
    private String packageManager() {
        JsonNode built = cluster.client().submitBuild("""
                FROM %s/bench/base:1
                RUN mkdir -p /usr/bin /tmp /opt/conda && cd /usr/bin && /bin/busybox --install -s /bin && %s && %s \\
                    && chmod 755 micromamba packages.sh && ./packages.sh %d
                ENV MAMBA_ROOT_PREFIX=/opt/conda PATH=/usr/bin:/bin:/sbin
                """.formatted(
                        cluster.servers().registry(),
                        written(MICROMAMBA, "micromamba"),
                        written(PACKAGES, "packages.sh"),
                        megabytes));
        awaitSuccess(built);
        String image = built.get("containerImage").stringValue();
        awaitSuccess(cluster.client().submitBuild("FROM %s\nRUN true\nLABEL pulled=1\n".formatted(image)));
        return image;
    }

    private static String written(String script, String name) {
        String base64 = Base64.getEncoder().encodeToString(script.getBytes(StandardCharsets.UTF_8));
        return "echo %s | base64 -d > %s".formatted(base64, name);
    }

    private void awaitSuccess(JsonNode submitted) {
        JsonNode status = cluster.client().awaitDone(submitted, LIMIT);
        if (!status.get("succeeded").booleanValue()) {
            throw new IllegalStateException(
                    "the build failed: " + status.path("reason").stringValue(""));
        }
    }
}
