package io.wave.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerIdTest {

    private static final String HEADER = "# wave generated container file\n";

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "FROM foo,         null,               linux/amd64,             wave/build,     7efaa2ed59c58a16",
                "FROM foo,         null,               linux/arm64,             wave/build,     be9ee6ac1eeff4b5",
                "FROM foo,         some::conda-recipe, linux/arm64,             wave/build,     c6dac2e544419f71",
                "FROM foo:latest,  null,               linux/amd64,             foo.com/repo,   af15cb0a413a2d48",
                "FROM ubuntu:latest, null,             'linux/amd64,linux/arm64', docker.io/wave, 19bc00e2e889a343",
                "FROM foo,         null,               linux/amd64,             docker.io/wave, e9b228297bb8324e",
                "FROM foo,         null,               linux/arm64,             docker.io/wave, 545f8c7694399bad",
                "FROM foo,         null,               'linux/amd64,linux/arm64', docker.io/wave, 397e2676bb88fce8",
            })
    void idOfFileAndRepository(
            String containerFile, @Nullable String condaFile, String platform, String repository, String id) {
        assertThat(ContainerId.of(containerFile, condaFile, platform, repository, null, null))
                .hasToString(id);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "FROM foo,  docker.io/wave, null,        181ec22b26ae6d04",
                "From: foo, docker.io/wave, null,        d78ba9cb01188668",
                "FROM foo,  wave/build,     sha256:1234, ecf1947cff80c11c",
                "FROM foo,  docker.io/wave, sha256:aabb, ae523d691b45beb2",
            })
    void idOfBuildContext(String containerFile, String repository, @Nullable String tarDigest, String id) {
        Layer context = new Layer(null, null, null, tarDigest, null);
        assertThat(ContainerId.of(containerFile, null, "linux/amd64", repository, context, null))
                .hasToString(id);
    }

    @Test
    void idOfFreeze() {
        assertThat(ContainerId.of(
                        HEADER + "FROM ubuntu:latest\n", null, "linux/amd64", "docker.io/foo/bar", null, null))
                .hasToString("ff7efd654b44941d");
        ContainerConfig config = new ContainerConfig(null, null, List.of("FOO=1", "BAR=2"), null, List.of());
        assertThat(config.idHash()).isEqualTo(1569225711);
        assertThat(ContainerId.of(
                        HEADER + "FROM ubuntu:latest\nENV FOO=1 BAR=2\n",
                        null,
                        "linux/amd64",
                        "docker.io/foo/bar",
                        null,
                        config))
                .hasToString("5db43f5173d022a1");
    }

    @Test
    void idOfCondaFileAndConfig() {
        assertThat(ContainerId.of(
                        "FROM foo", "dependencies:\n- samtools=1.0\n", "linux/amd64", "docker.io/wave", null, null))
                .hasToString("478ff2dcd0d494ae");
        ContainerConfig config = new ContainerConfig(null, null, List.of("FOO=1"), null, List.of());
        assertThat(config.idHash()).isEqualTo(65932601);
        assertThat(ContainerId.of("FROM foo", null, "linux/amd64", "docker.io/wave", null, config))
                .hasToString("6e0caadbad69db27");
    }

    @Test
    void configHashDistinguishesAbsentAndNullLayers() {
        Layer layer = new Layer("https://foo.com/layer.tar.gz", "sha256:aa", 100L, "sha256:bb", null);
        assertThat(layer.idHash()).isEqualTo(353556613);
        assertThat(new ContainerConfig(null, null, List.of("FOO=one"), null, List.of()).idHash())
                .isEqualTo(1549538286);
        assertThat(new ContainerConfig(null, null, List.of("FOO=one"), null, null).idHash())
                .isNotEqualTo(1549538286);
        assertThat(new ContainerConfig(List.of("/entry.sh"), null, List.of("FOO=one"), "/work", List.of(layer))
                        .idHash())
                .isEqualTo(-1274655760);
    }

    @Test
    void hashOfPairs() {
        Map<String, @Nullable String> pairs = new LinkedHashMap<>();
        pairs.put("foo", "one");
        pairs.put("bar", "two");
        assertThat(EntryHash.of(pairs)).isEqualTo("28e758ec870964c8");
        assertThat(EntryHash.of(Map.of("image", "x"))).isEqualTo("94be9fbddcc3af8e");
    }
}
