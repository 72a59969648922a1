package io.wave.trials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/**
 * A request for packages from its generated file to an image that works. The package manager is a stand-in that installs
 * a file: what it is called with, and what becomes of it, is what a real one would see.
 */
@OnTestCluster
class PackagesIT {

    private static final String LOCK = "@EXPLICIT\nhttps://conda.example.com/bwa-0.7.15.conda\n# pip pipped==1.0\n";

    private static final String MICROMAMBA = """
            #!/bin/sh
            case "$*" in
              *which) mkdir -p /opt/conda/bin && echo which > /opt/conda/bin/which ;;
              "install -y -n base -f /tmp/conda.yml") cp /tmp/conda.yml /opt/conda/installed.yml; packages.sh /opt/conda ;;
              "install -y -n base conda-forge::procps-ng") echo ps > /opt/conda/bin/ps ;;
              "env export --name base --explicit") printf '@EXPLICIT\\nhttps://conda.example.com/bwa-0.7.15.conda\\n' ;;
              "clean -a -y") ;;
              *) echo "not expected: $*" >&2; exit 3 ;;
            esac
            """;

    private static final String PIXI = """
            #!/bin/sh
            environment=/opt/wave/.pixi/envs/default
            case "$*" in
              "init --import /opt/wave/conda.yml") mkdir -p $environment; cp conda.yml $environment/installed.yml ;;
              "add conda-forge::which conda-forge::procps-ng") packages.sh $environment; echo lock > pixi.lock ;;
              "shell-hook") echo "export PATH=$environment/bin:\\$PATH" ;;
              *) echo "not expected: $*" >&2; exit 3 ;;
            esac
            """;

    /** Packages of 70 MB and of 1 MB, which has hard links; a package that pip has installed; the package cache. */
    private static final String PACKAGES = """
            set -e
            cd $1
            site=lib/python3.12/site-packages
            mkdir -p bin conda-meta pkgs $site/pipped $site/pipped-1.0.dist-info
            dd if=/dev/zero of=pkgs/large.so bs=1M count=70 2> /dev/null
            dd if=/dev/zero of=pkgs/git bs=1M count=1 2> /dev/null
            touch -t 202401010000 pkgs/large.so pkgs/git
            ln pkgs/large.so lib/large.so
            ln pkgs/git bin/git
            ln pkgs/git bin/git-add
            printf '{\\n  "files": [\\n    "lib/large.so"\\n  ]\\n}' > conda-meta/large-1.0-0.json
            printf '{"files": ["bin/git", "bin/git-add"]}' > conda-meta/git-1.0-0.json
            echo 'name = 1' > $site/pipped/__init__.py
            printf 'pipped/__init__.py,,\\npipped-1.0.dist-info/RECORD,,\\n' > $site/pipped-1.0.dist-info/RECORD
            echo pip > $site/pipped-1.0.dist-info/INSTALLER
            printf 'Name: pipped\\nVersion: 1.0\\n\\nVersion: 2 of the text\\n' > $site/pipped-1.0.dist-info/METADATA
            """;

    @Test
    void packagesBecomeAnImageALogAndALockFile(TestCluster cluster) {
        JsonNode built = submit(cluster, "conda/micromamba:v2");
        assertThat(cluster.awaitDone(built).get("succeeded").booleanValue())
                .as(() -> log(cluster, built))
                .isTrue();
        assertThat(built.get("containerImage").stringValue()).contains(":bwa-0.7.15--");
        assertThat(condaLock(cluster, built)).isEqualTo(LOCK);
        assertThat(log(cluster, built)).contains("micromamba install").doesNotContain("bwa-0.7.15.conda");
        Images.assertPullable(cluster.client(), built);
        assertHolds(cluster, built, "grep bwa=0.7.15 /opt/conda/installed.yml && grep ps /opt/conda/bin/ps");
    }

    @Test
    void firstVersionBuildsInOneStage(TestCluster cluster) {
        JsonNode built = submit(cluster, "conda/micromamba:v1");
        assertThat(cluster.awaitDone(built).get("succeeded").booleanValue())
                .as(() -> log(cluster, built))
                .isTrue();
        assertThat(condaLock(cluster, built)).isEqualTo(LOCK);
        assertHolds(cluster, built, "grep bwa=0.7.15 /opt/conda/installed.yml && test -x /usr/bin/micromamba");
    }

    @Test
    void pixiInstallsPackages(TestCluster cluster) {
        JsonNode built = submit(cluster, "conda/pixi:v1");
        assertThat(cluster.awaitDone(built).get("succeeded").booleanValue())
                .as(() -> log(cluster, built))
                .isTrue();
        assertThat(condaLock(cluster, built)).isEqualTo("lock\n");
        assertHolds(
                cluster,
                built,
                "grep bwa=0.7.15 /opt/wave/.pixi/envs/default/installed.yml && grep 'exec \"$@\"' /shell-hook.sh");
    }

    /** Equal packages of two environments are the same layers: those after the base image and before the rest. */
    @ParameterizedTest
    @CsvSource({"conda/micromamba:v2-fast, /opt/conda", "conda/pixi:v1-fast, /opt/wave/.pixi/envs/default"})
    void layeredTemplatesSpreadPackagesOverLayers(String template, String environment, TestCluster cluster) {
        List<List<String>> layers = new ArrayList<>();
        for (String entry : List.of("bwa=0.7.15", "bwa=0.7.16")) {
            JsonNode built = submit(cluster, template, entry);
            JsonNode status = cluster.awaitDone(built);
            assumeThat(status.path("reason").stringValue(""))
                    .as("builds use BuildKit")
                    .doesNotContain("buildah");
            assertThat(status.get("succeeded").booleanValue())
                    .as(() -> log(cluster, built))
                    .isTrue();
            assertThat(log(cluster, built))
                    .contains("layer 01: 73 MB: large-1.0-0\n", "layer 02: 1 MB: git-1.0-0, pipped-1.0\n");
            JsonNode manifest = Images.assertPullable(cluster.client(), built);
            layers.add(manifest.get("layers")
                    .valueStream()
                    .map(layer -> layer.get("digest").stringValue())
                    .toList());
            assertHolds(cluster, built, """
                    cd %s && grep %s installed.yml && test bin/git -ef bin/git-add && test -e conda-meta/large-1.0-0.json \
                        && test $(stat -c %%s lib/large.so) = 73400320 && grep name lib/python3.12/site-packages/pipped/__init__.py \
                        && test ! -e /layers""".formatted(environment, entry));
        }
        assertThat(layers.getFirst().subList(0, 32))
                .isEqualTo(layers.getLast().subList(0, 32))
                .doesNotContain(layers.getFirst().get(32));
        assertThat(layers.getFirst()).isNotEqualTo(layers.getLast());
    }

    private static JsonNode submit(TestCluster cluster, String template) {
        return submit(cluster, template, "bwa=0.7.15");
    }

    private static JsonNode submit(TestCluster cluster, String template, String entry) {
        Map<String, Object> packages = Map.of(
                "type", "CONDA",
                "channels", List.of("conda-forge"),
                "entries", List.of(entry),
                "condaOpts", Map.of("mambaImage", standIn(cluster), "baseImage", cluster.baseImage()),
                "pixiOpts", Map.of("pixiImage", standIn(cluster), "baseImage", cluster.baseImage()));
        return cluster.client().submit(Map.of("packages", packages, "buildTemplate", template));
    }

    /** The image of the stand-ins, itself built by the service. */
    private static String standIn(TestCluster cluster) {
        JsonNode image = cluster.client().submitBuild("""
                FROM %s
                RUN mkdir -p /usr/bin /tmp /opt/conda/bin && cd /usr/bin && /bin/busybox --install -s /bin \
                    && %s && %s && %s && chmod 755 micromamba pixi packages.sh
                ENV MAMBA_USER=0
                ENV MAMBA_ROOT_PREFIX=/opt/conda
                ENV PATH=/usr/bin:/bin:/sbin
                """.formatted(
                        cluster.baseImage(),
                        written(MICROMAMBA, "micromamba"),
                        written(PIXI, "pixi"),
                        written("#!/bin/sh\n" + PACKAGES, "packages.sh")));
        assertThat(cluster.awaitDone(image).get("succeeded").booleanValue())
                .as(() -> log(cluster, image))
                .isTrue();
        return image.get("containerImage").stringValue();
    }

    private static String written(String script, String name) {
        String base64 = Base64.getEncoder().encodeToString(script.getBytes(StandardCharsets.UTF_8));
        return "echo %s | base64 -d > %s".formatted(base64, name);
    }

    /** The image works: a step in it finds what was installed. */
    private static void assertHolds(TestCluster cluster, JsonNode built, String command) {
        JsonNode next = cluster.client()
                .submitBuild("FROM %s\nRUN %s\n"
                        .formatted(built.get("containerImage").stringValue(), command));
        assertThat(cluster.awaitDone(next).get("succeeded").booleanValue())
                .as(() -> log(cluster, next))
                .isTrue();
    }

    private static String condaLock(TestCluster cluster, JsonNode built) {
        return text(cluster, built, "condalock");
    }

    private static String log(TestCluster cluster, JsonNode built) {
        return text(cluster, built, "logs");
    }

    private static String text(TestCluster cluster, JsonNode built, String what) {
        String path = "/v1alpha1/builds/%s/%s".formatted(built.get("buildId").stringValue(), what);
        return cluster.client().get(path).body();
    }
}
