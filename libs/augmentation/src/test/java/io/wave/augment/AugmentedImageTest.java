package io.wave.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.wave.augment.manifest.AddedLayer;
import io.wave.augment.manifest.Compression;
import io.wave.augment.manifest.Content;
import io.wave.augment.manifest.Document;
import io.wave.augment.manifest.ImageManifest;
import io.wave.augment.manifest.ManifestException;
import io.wave.container.ContainerConfig;
import io.wave.container.Layer;
import io.wave.image.Digest;
import io.wave.image.Platform;
import io.wave.oci.MediaTypes;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class AugmentedImageTest {

    @Test
    void sampleMatchesTheSpecification() {
        assertThat(SampleImage.manifest().source().digest())
                .hasToString("sha256:687eefc7b7c50deea463128226198da105d4ce9fba395f98a3aa3a075a537b1a");
        assertThat(Digest.of(SampleImage.config()))
                .hasToString("sha256:1b4cdca292337eb09a917d1b36ea1bc3b384501243812c77ede8ceccfc4616bb");
        assertThat(SampleImage.index().source().digest())
                .hasToString("sha256:6a03180e1ca261d8bc78fcf9149a47951355fb923a2aa4face6a8d5d69e55bed");
    }

    @Test
    void layersAndConfigurationAreApplied() {
        // When
        var image = AugmentedImage.of(SampleImage.manifest(), SampleImage.config(), SampleImage.OVERLAY, null);
        // Then
        assertThat(SampleImage.text(config(image)))
                .isEqualTo(SampleImage.CONFIG
                        .replace(
                                "\"PATH=/bin\"",
                                "\"PATH=/bin\",\"FOO=bar\",\"WAVE_ENTRY_CHAIN=[\\\"/app\\\",\\\"--x\\\"]\"")
                        .replace("[\"/app\",\"--x\"]", "[\"/wave/entry\"]")
                        .replace("\"Cmd\":[\"serve\"]", "\"Cmd\":[\"serve\"],\"WorkingDir\":\"/work\"")
                        .replace("1".repeat(64) + "\"", "1".repeat(64) + "\",\"sha256:" + "2".repeat(64) + "\"")
                        .replace(
                                "{\"created_by\":\"base\"}",
                                "{\"created_by\":\"base\"},{\"created\":\"1970-01-01T00:00:00Z\","
                                        + "\"created_by\":\"wave: layer added at pull time\"}"));
        assertThat(image.manifest().mediaType()).isEqualTo(MediaTypes.OCI_MANIFEST);
        assertThat(SampleImage.text(image.manifest()))
                .contains("\"digest\":\"" + config(image).digest() + "\",\"size\":"
                        + config(image).size())
                .endsWith(",{\"mediaType\":\"application/vnd.oci.image.layer.v1.tar+gzip\",\"size\":11,\"digest\":\""
                        + SampleImage.LAYER_DIGEST + "\"}]}");
    }

    @Test
    void configurationWithIncompleteHistoryHasTheExpectedDigest() {
        // Given: two layers, one entry of history
        var manifest = manifest(SampleImage.MANIFEST.replace("\"layers\":[", "\"layers\":[{},"));
        // When
        var image = AugmentedImage.of(manifest, SampleImage.config(), SampleImage.OVERLAY, null);
        // Then
        assertThat(config(image).size()).isEqualTo(404);
        assertThat(config(image).digest())
                .hasToString("sha256:b6feab02a53a030102cf7b017f038c95f12b01f6e5a4bfba47402b731b5d87be");
    }

    @Test
    void sameInputGivesSameDigests() {
        var image = AugmentedImage.of(SampleImage.manifest(), SampleImage.config(), SampleImage.OVERLAY, null);

        assertThat(config(image).digest())
                .hasToString("sha256:14399f3797ade1b16012d246e0a615414e869e29cbf2dab23af01aca3c890336");
        assertThat(image.manifest().digest())
                .hasToString("sha256:fbef97d38b5903f3ed1435db415bb1b5a0145d8a970ea27d7b7c61c3decb4a4c");
    }

    @Test
    void dockerImageGetsDockerMediaTypes() {
        // Given
        var source = SampleImage.MANIFEST
                .replace(MediaTypes.OCI_MANIFEST, MediaTypes.DOCKER_MANIFEST)
                .replace(MediaTypes.OCI_CONFIG, MediaTypes.DOCKER_CONFIG)
                .replace(MediaTypes.OCI_LAYER_GZIP, MediaTypes.DOCKER_LAYER_GZIP);
        // When
        var image = AugmentedImage.of(manifest(source), SampleImage.config(), SampleImage.OVERLAY, null);
        // Then
        assertThat(image.manifest().mediaType()).isEqualTo(MediaTypes.DOCKER_MANIFEST);
        assertThat(config(image).mediaType()).isEqualTo(MediaTypes.DOCKER_CONFIG);
        assertThat(SampleImage.text(image.manifest())).doesNotContain("vnd.oci");
    }

    @Test
    void mediaTypeOfALayerMatchesItsCompression() {
        // Given
        var layer = AddedLayer.of(SampleImage.LAYER).compressedBy(Compression.ZSTD);
        // When
        var image = AugmentedImage.of(
                SampleImage.manifest(), SampleImage.config(), new Overlay(ContainerConfig.EMPTY, List.of(layer)), null);
        // Then
        assertThat(SampleImage.text(image.manifest())).contains(MediaTypes.OCI_LAYER_ZSTD);
    }

    @Test
    void sizesAbove32BitsAreKept() {
        // Given
        long size = 5_000_000_000L;
        var layer = new Layer(
                "https://host/layer.tar.gz", SampleImage.LAYER.gzipDigest(), size, SampleImage.LAYER.tarDigest(), null);
        // When
        var image = AugmentedImage.of(SampleImage.manifest(), SampleImage.config(), layers(layer), null);
        // Then
        assertThat(SampleImage.text(image.manifest())).contains("\"size\":" + size);
    }

    @Test
    void numbersKeepTheirSourceText() {
        // Given
        var source = "{\"a\":123456789012345678901234567890,\"b\":1.10,\"c\":1e5,\"d\":-0,\"rootfs\":null,\"n\":null}";
        // When
        var image = AugmentedImage.of(SampleImage.manifest(), SampleImage.bytes(source), SampleImage.OVERLAY, null);
        // Then
        assertThat(SampleImage.text(config(image)))
                .startsWith("{\"a\":123456789012345678901234567890,\"b\":1.10,\"c\":1e5,\"d\":-0,\"rootfs\":{")
                .contains("\"n\":null");
    }

    @Test
    void missingConfigAndDiffIdsAreAdded() {
        var image = AugmentedImage.of(SampleImage.manifest(), SampleImage.bytes("{}"), SampleImage.OVERLAY, null);

        assertThat(SampleImage.text(config(image)))
                .isEqualTo(
                        "{\"config\":{\"Entrypoint\":[\"/wave/entry\"],\"WorkingDir\":\"/work\",\"Env\":[\"FOO=bar\"]},"
                                + "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"sha256:" + "2".repeat(64) + "\"]}}");
    }

    @Test
    void laterValueReplacesVariableInItsPosition() {
        // Given
        var source = SampleImage.bytes(
                "{\"config\":{\"Env\":[\"A=1\",\"B=2\",\"WAVE_ENTRY_CHAIN=old\"],\"Entrypoint\":\"run\"}}");
        var config = new ContainerConfig(null, null, List.of("A=3", "C=4", "C=5"), null, null);
        // When
        var image = AugmentedImage.of(SampleImage.manifest(), source, Overlay.of(config), null);
        // Then
        assertThat(SampleImage.text(config(image)))
                .contains("\"Env\":[\"A=3\",\"B=2\",\"WAVE_ENTRY_CHAIN=run\",\"C=5\"]");
    }

    @Test
    void fusionLayersAreFilteredByTheArchitectureOfTheImage() {
        // Given
        var overlay = layers(fusion("amd64"), fusion("arm64"));
        // When
        var arm = AugmentedImage.of(
                SampleImage.manifest(), SampleImage.bytes(SampleImage.CONFIG.replace("amd64", "arm64")), overlay, null);
        var other = AugmentedImage.of(
                SampleImage.manifest(), SampleImage.bytes(SampleImage.CONFIG.replace("amd64", "s390x")), overlay, null);
        // Then
        assertThat(SampleImage.text(arm.manifest())).contains(digestOf("arm64")).doesNotContain(digestOf("amd64"));
        assertThat(other.manifest()).isEqualTo(SampleImage.manifest().source());
        assertThat(other.config()).isNull();
    }

    @Test
    void imageForAnotherPlatformIsRejected() {
        assertThatExceptionOfType(ManifestException.class)
                .isThrownBy(() -> AugmentedImage.of(
                        SampleImage.manifest(), SampleImage.config(), SampleImage.OVERLAY, Platform.parse("arm64")))
                .withMessage("the image is for platform linux/amd64, not for linux/arm64");
    }

    @Test
    void indexRefersToNewImagesWithoutAttestations() {
        // Given
        var image = AugmentedImage.of(SampleImage.manifest(), SampleImage.config(), SampleImage.OVERLAY, null);
        var old = SampleImage.manifest().source().digest();
        // When
        var index = SampleImage.index().with(Map.of(old, image.manifest()));
        // Then
        assertThat(SampleImage.text(index))
                .contains("\"digest\":\"" + image.manifest().digest() + "\",\"size\":"
                        + image.manifest().size() + ",")
                .contains("sha256:" + "b".repeat(64))
                .doesNotContain("attestation-manifest")
                .doesNotContain(old.toString());
        assertThat(index.digest())
                .hasToString("sha256:4ae9d1151720aee5fb260eade0a073e302659105fbd9fbc51cdf900a338aebd2");
    }

    @Test
    void incompleteLayersAreRejected() {
        assertThatExceptionOfType(ManifestException.class)
                .isThrownBy(() -> AddedLayer.of(new Layer("data:", null, null, null, null)));
    }

    private static Overlay layers(Layer... layers) {
        return Overlay.of(ContainerConfig.EMPTY.withLayers(List.of(layers)));
    }

    private static Layer fusion(String architecture) {
        return new Layer(
                "https://host/v2/fusion-" + architecture + ".tar.gz",
                digestOf(architecture),
                7L,
                digestOf("tar"),
                null);
    }

    private static String digestOf(String text) {
        return Digest.of(SampleImage.bytes(text)).toString();
    }

    private static ImageManifest manifest(String json) {
        return (ImageManifest) Document.parse(SampleImage.content(MediaTypes.OCI_MANIFEST, json));
    }

    private static Content config(AugmentedImage image) {
        return Objects.requireNonNull(image.config());
    }
}
