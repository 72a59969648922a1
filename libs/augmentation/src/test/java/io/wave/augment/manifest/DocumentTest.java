package io.wave.augment.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.wave.augment.SampleImage;
import io.wave.oci.DocumentLimits;
import io.wave.oci.MediaTypes;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentTest {

    private static final String TYPED = "\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",";

    @Test
    void missingMediaTypeIsTakenFromTheContentType() {
        // Given
        var body = SampleImage.MANIFEST.replace(TYPED, "");
        // When
        var document = Document.parse(
                SampleImage.content("Application/vnd.docker.distribution.manifest.v2+json; charset=utf-8", body));
        // Then
        assertThat(document)
                .isInstanceOfSatisfying(
                        ImageManifest.class, image -> assertThat(image.family()).isEqualTo(Family.DOCKER));
    }

    @Test
    void kindIsDerivedFromMembersWithoutMediaType() {
        assertThat(Document.parse(SampleImage.content("application/json", SampleImage.MANIFEST.replace(TYPED, ""))))
                .isInstanceOf(ImageManifest.class);
        assertThat(Document.parse(SampleImage.content("application/json", "{\"manifests\":[]}")))
                .isInstanceOf(ImageIndex.class);
        assertThat(Document.parse(SampleImage.content("application/json", "{\"schemaVersion\":1,\"fsLayers\":[]}")))
                .isInstanceOf(Document.Unknown.class);
    }

    @Test
    void artifactIsNotAnImage() {
        // Given
        var artifact = SampleImage.MANIFEST.replace(MediaTypes.OCI_CONFIG, "application/vnd.sylabs.sif.config.v1+json");
        // When
        var document = Document.parse(SampleImage.content(MediaTypes.OCI_MANIFEST, artifact));
        // Then
        assertThat(document)
                .isInstanceOfSatisfying(
                        ImageManifest.class,
                        image -> assertThat(image.isImage()).isFalse());
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/vnd.in-toto+json", "application/spdx+json"})
    void attestationIsNotAnImage(String layerType) {
        // Given
        var statement = SampleImage.MANIFEST.replace(MediaTypes.OCI_LAYER_GZIP, layerType);
        // When
        var document = Document.parse(SampleImage.content(MediaTypes.OCI_MANIFEST, statement));
        // Then
        assertThat(document)
                .isInstanceOfSatisfying(
                        ImageManifest.class,
                        image -> assertThat(image.isImage()).isFalse());
    }

    @Test
    void entryWithAnotherDigestAlgorithmIsIgnored() {
        // Given
        var other = "sha512:" + "d".repeat(128);
        var index = (ImageIndex) Document.parse(SampleImage.content(
                MediaTypes.OCI_INDEX, SampleImage.INDEX.replace("sha256:" + "b".repeat(64), other)));
        var source = index.entries().getFirst().content().digest();
        // When
        var extended = index.with(Map.of(source, SampleImage.content(MediaTypes.OCI_MANIFEST, "{}")));
        // Then
        assertThat(index.entries()).hasSize(1);
        assertThat(SampleImage.text(extended)).contains(other).doesNotContain(source.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "0", "[]", "{\"a\":0}"})
    void documentWithTooManyTokensIsRejected(String part) {
        var body = "{\"manifests\":[%s0]}".formatted((part + ",").repeat(DocumentLimits.MAX_TOKENS));

        assertThatExceptionOfType(ManifestException.class)
                .isThrownBy(() -> Document.parse(SampleImage.content(MediaTypes.OCI_INDEX, body)))
                .withMessageContaining("too many");
    }

    @Test
    void tooDeeplyNestedDocumentIsRejected() {
        var body =
                "{\"manifests\":" + "[".repeat(DocumentLimits.MAX_DEPTH) + "]".repeat(DocumentLimits.MAX_DEPTH) + "}";

        assertThatExceptionOfType(ManifestException.class)
                .isThrownBy(() -> Document.parse(SampleImage.content(MediaTypes.OCI_INDEX, body)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "application/octet-stream"})
    void imageOfAnOldDockerVersionIsRecognized(String configType) {
        // Given
        var old = SampleImage.MANIFEST
                .replace(MediaTypes.OCI_CONFIG, configType)
                .replace(MediaTypes.OCI_MANIFEST, MediaTypes.DOCKER_MANIFEST);
        // When
        var document = Document.parse(SampleImage.content(MediaTypes.DOCKER_MANIFEST, old));
        // Then
        assertThat(document)
                .isInstanceOfSatisfying(
                        ImageManifest.class,
                        image -> assertThat(image.isImage()).isTrue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "{}{}", "{\"a\":}", "\u0000"})
    void otherThanJsonObjectIsRejected(String body) {
        assertThatExceptionOfType(ManifestException.class)
                .isThrownBy(() -> Document.parse(SampleImage.content(MediaTypes.OCI_MANIFEST, body)));
    }
}
