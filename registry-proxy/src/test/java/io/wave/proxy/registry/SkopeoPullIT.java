package io.wave.proxy.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.container.ContainerConfig;
import io.wave.container.Layer;
import io.wave.image.Digest;
import io.wave.proxy.fixture.PushedImages;
import io.wave.proxy.fixture.Skopeo;
import io.wave.proxy.fixture.Tokens;
import io.wave.store.ObjectName;
import io.wave.store.ObjectStore;
import io.wave.token.RequestRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

@RegistryProxyTest
class SkopeoPullIT extends LocalRegistryTest {

    private static final byte[] TAR = "not really a tar".getBytes(StandardCharsets.UTF_8);
    private static final byte[] LAYER = PushedImages.gzip(TAR);

    @Autowired
    ObjectStore store;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void imageIsPulledUnchanged(boolean docker) {
        // Given
        Digest source = images.image("plain/app", "v1", docker, "amd64");
        RequestRecord request = new Tokens(redis).of(registry.host() + "/plain/app:v1", source);
        // When
        copy(request, "plain/app:v1");
        // Then
        assertThat(Skopeo.run(
                        "inspect", "--tls-verify=false", "--format", "{{.Digest}}", name(request, "plain/app:v1")))
                .isEqualToIgnoringWhitespace(source.toString());
    }

    @ParameterizedTest
    @CsvSource({"false,false", "false,true", "true,false", "true,true"})
    void extendedImageIsPulled(boolean docker, boolean index) {
        // Given
        Digest source = index
                ? images.index("extended/app", "v1", docker)
                : images.image("extended/app", "v1", docker, "amd64");
        Digest layer = Digest.of(LAYER);
        store.put(ObjectName.blob(layer), LAYER);
        var stored = new Layer(
                Layer.storedAt(layer),
                layer.toString(),
                (long) LAYER.length,
                Digest.of(TAR).toString(),
                null);
        var config = new ContainerConfig(List.of("/entry"), null, List.of("FOO=bar"), "/work", List.of(stored));
        var request = new Tokens(redis).of(registry.host() + "/extended/app:v1", source, config, null);
        // When
        copy(request, "extended/app:v1");
        // Then
        assertThat(Skopeo.run("inspect", "--tls-verify=false", "--config", name(request, "extended/app:v1")))
                .contains(
                        "FOO=bar",
                        "/entry",
                        "/work",
                        "WAVE_ENTRY_CHAIN=/app",
                        Digest.of(TAR).toString());
        assertThat(folder.resolve("v1").resolve(layer.hex())).hasBinaryContent(LAYER);
    }

    @Test
    void layerOfAnotherImageKeepsItsCompression() {
        // Given
        Digest source = images.image("base/app", "v1", false, "amd64");
        Digest other = images.uploads().blob("a/b/c", TAR);
        var layer = new Layer(
                "docker://%s/v2/a/b/c/blobs/%s".formatted(registry.host(), other),
                other.toString(),
                (long) TAR.length,
                other.toString(),
                null);
        var config = ContainerConfig.EMPTY.withLayers(List.of(layer));
        var request = new Tokens(redis).of(registry.host() + "/base/app:v1", source, config, null);
        // When
        copy(request, "base/app:v1");
        // Then
        assertThat(folder.resolve("v1").resolve(other.hex())).hasBinaryContent(TAR);
        assertThat(Skopeo.run("inspect", "--tls-verify=false", "--raw", name(request, "base/app:v1")))
                .contains("\"application/vnd.oci.image.layer.v1.tar\"");
    }

    private void copy(RequestRecord request, String image) {
        Skopeo.run("copy", "--all", "--src-tls-verify=false", name(request, image), "dir:" + folder.resolve("v1"));
    }

    private String name(RequestRecord request, String image) {
        return "docker://localhost:" + port + "/wt/" + request.token() + "/" + image;
    }
}
