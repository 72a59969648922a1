package io.wave.api.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wave.container.ContainerConfig;
import io.wave.container.Layer;
import io.wave.image.Digest;
import io.wave.local.fake.MemoryObjectStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

class ConfigLayersTest {

    private static final byte[] CONTENT = TestLayers.tarGz("hello.txt", "hello");
    private static final Layer INLINE = TestLayers.inline(CONTENT);

    private final MemoryObjectStore objects = new MemoryObjectStore();
    private final ConfigLayers layers = layers(limits(DataSize.ofMegabytes(1)));

    static ContentProperties limits(DataSize unpacked) {
        return new ContentProperties(
                unpacked,
                DataSize.ofMegabytes(1),
                10,
                DataSize.ofKilobytes(1),
                Duration.ofSeconds(5),
                2,
                2,
                Duration.ofSeconds(10));
    }

    private ConfigLayers layers(ContentProperties limits) {
        UnpackExecutor threads = new UnpackExecutor(limits);
        return new ConfigLayers(limits, TestLayers.destinations(), threads, new ContentStore(objects, threads));
    }

    @Test
    void inlineLayersAreStored() {
        assertThat(stored(INLINE).location()).isEqualTo("blob:" + Digest.of(CONTENT));
        assertThat(objects.blob(Digest.of(CONTENT))).isEqualTo(CONTENT);
    }

    @Test
    void doubleCompressionIsRemoved() {
        stored(TestLayers.zlib(CONTENT));
        assertThat(objects.blob(Digest.of(CONTENT))).isEqualTo(CONTENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://example.com/a.tar.gz?x=1", "http://localhost:8080/a"})
    void webLocationsAreKept(String location) {
        assertThat(stored(INLINE.movedTo(location)).location()).isEqualTo(location);
        assertThat(objects.isEmpty()).isTrue();
    }

    @Test
    void registryLocationsAreKept() {
        String location = "docker://quay.io/v2/some/image/blobs/" + INLINE.gzipDigest();
        assertThat(stored(INLINE.movedTo(location)).location()).isEqualTo(location);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "blob:sha256:0000000000000000000000000000000000000000000000000000000000000000",
                "file:///etc/passwd",
                "https://user:secret@example.com/a",
                "https:///a",
                "data:***",
                "gzip:AAAA",
                "http://169.254.169.254/latest/meta-data/",
                "https://[::1]/a",
                "docker://10.0.0.1:5000/v2/some/image/blobs/sha256:0000000000000000000000000000000000000000000000000000000000000000",
                "docker://quay.io/some/image",
                "docker://quay.io/v2/../blobs/sha256:0000000000000000000000000000000000000000000000000000000000000000",
                "nonsense"
            })
    void otherLocationsAreRejected(String location) {
        assertRefused(INLINE.movedTo(location), "containerConfig.layers[0].location");
    }

    @Test
    void digestsAndSizesMustMatch() {
        assertRefused(with(Digest.of(new byte[1]).toString(), null, null), "containerConfig.layers[0].gzipDigest");
        assertRefused(with(null, 1L, null), "containerConfig.layers[0].gzipSize");
        assertRefused(with(null, 0L, null), "containerConfig.layers[0].gzipSize");
        assertRefused(with(null, null, Digest.of(new byte[1]).toString()), "containerConfig.layers[0].tarDigest");
        assertRefused(with("md5:aa", null, null), "containerConfig.layers[0].gzipDigest");
        assertRefused(with(null, null, "sha256:AA"), "containerConfig.layers[0].tarDigest");
        assertThat(objects.isEmpty()).isTrue();
    }

    @Test
    void archiveThatUnpacksTooLargeIsRejected() {
        ConfigLayers strict = layers(limits(DataSize.ofBytes(100)));
        assertThatThrownBy(() -> strict.verify(config(INLINE))).hasMessageContaining("must not unpack to more than");
    }

    @Test
    void layersShareUnpackLimit() {
        byte[] large = TestLayers.zeros(700_000);
        assertThat(layers.verify(config(TestLayers.inline(large))).inline()).hasSize(1);
        assertThatThrownBy(() -> layers.verify(config(INLINE, TestLayers.inline(large), TestLayers.inline(large))))
                .hasMessageStartingWith("containerConfig.layers[2].location: must not unpack to more than");
    }

    @Test
    void inflatedSizeCounts() {
        assertThatThrownBy(() -> layers.verify(config(TestLayers.zlibZeros(100 << 20))))
                .hasMessageStartingWith("containerConfig.layers[0].location: must not unpack to more than");
    }

    @Test
    void base64PaddingInsideIsRejected() {
        String location = "data:" + "AA==".repeat(10_000);
        assertRefused(INLINE.movedTo(location), "containerConfig.layers[0].location: must be base64");
    }

    @Test
    void uncompressedLayerIsRejected() {
        assertRefused(
                TestLayers.inline("plain text".getBytes(StandardCharsets.UTF_8)),
                "containerConfig.layers[0].location: must be a gzip");
    }

    private Layer stored(Layer layer) {
        return layers.store(layers.verify(config(layer))).layerList().getFirst();
    }

    private void assertRefused(Layer layer, String message) {
        assertThatThrownBy(() -> layers.verify(config(layer))).hasMessageStartingWith(message);
    }

    private static Layer with(@Nullable String gzipDigest, @Nullable Long size, @Nullable String tarDigest) {
        return new Layer(
                INLINE.location(),
                gzipDigest == null ? INLINE.gzipDigest() : gzipDigest,
                size == null ? INLINE.gzipSize() : size,
                tarDigest == null ? INLINE.tarDigest() : tarDigest,
                null);
    }

    private static ContainerConfig config(Layer... layers) {
        return ContainerConfig.EMPTY.withLayers(List.of(layers));
    }
}
