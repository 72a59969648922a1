package io.wave.trials;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * A request for packages from its generated file to an image that works. The package manager is a stand-in that installs
 * a file: what it is called with, and what becomes of it, is what a real one would see.
 */
@OnTestCluster
class PackagesIT {

    private static final String LOCK = "@EXPLICIT\nhttps://conda.example.com/bwa-0.7.15.conda\n";

    private static final String MICROMAMBA = """
            #!/bin/sh
            case "$*" in
              *which) mkdir -p /opt/conda/bin && echo which > /opt/conda/bin/which ;;
              "install -y -n base -f /tmp/conda.yml") cp /tmp/conda.yml /opt/conda/installed.yml ;;
              "install -y -n base conda-forge::procps-ng") echo ps > /opt/conda/bin/ps ;;
              "env export --name base --explicit") printf '@EXPLICIT\\nhttps://conda.example.com/bwa-0.7.15.conda\\n' ;;
              "clean -a -y") ;;
              *) echo "not expected: $*" >&2; exit 3 ;;
            esac
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

    private static JsonNode submit(TestCluster cluster, String template) {
        Map<String, Object> packages = Map.of(
                "type", "CONDA",
                "channels", List.of("conda-forge"),
                "entries", List.of("bwa=0.7.15"),
                "condaOpts", Map.of("mambaImage", micromamba(cluster), "baseImage", cluster.baseImage()));
        return cluster.client().submit(Map.of("packages", packages, "buildTemplate", template));
    }

    /** The image of the stand-in, itself built by the service. */
    private static String micromamba(TestCluster cluster) {
        String script = Base64.getEncoder().encodeToString(MICROMAMBA.getBytes(StandardCharsets.UTF_8));
        JsonNode image = cluster.client().submitBuild("""
                FROM %s
                RUN mkdir -p /usr/bin /tmp /opt/conda/bin && echo %s | base64 -d > /usr/bin/micromamba && chmod 755 /usr/bin/micromamba
                ENV MAMBA_USER=0
                ENV MAMBA_ROOT_PREFIX=/opt/conda
                ENV PATH=/usr/bin:/bin:/sbin
                """.formatted(cluster.baseImage(), script));
        assertThat(cluster.awaitDone(image).get("succeeded").booleanValue())
                .as(() -> log(cluster, image))
                .isTrue();
        return image.get("containerImage").stringValue();
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
