package io.wave.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.wave.augment.manifest.Document;
import io.wave.augment.manifest.ImageManifest;
import io.wave.augment.manifest.ManifestException;
import io.wave.container.ContainerConfig;
import io.wave.oci.MediaTypes;
import java.util.List;
import org.junit.jupiter.api.Test;

class AssembledImageTest {

    @Test
    void configurationIsAppliedLikeInstructions() {
        var image = AssembledImage.of(SampleImage.manifest(), SampleImage.config(), SampleImage.OVERLAY);

        assertThat(SampleImage.text(image.config()))
                .isEqualTo("""
                {"architecture":"amd64","os":"linux","config":{"Env":["PATH=/bin","WAVE_ENTRY_CHAIN=/app --x","FOO=bar"],\
                "Entrypoint":["/wave/entry"],"WorkingDir":"/work","ArgsEscaped":true},"rootfs":{"type":"layers","diff_ids":["sha256:%s",\
                "sha256:%s"]},"history":[{"created_by":"base"},{"created":"1970-01-01T00:00:00Z","created_by":\
                "ADD layer-%s.tar.gz /"},{"created":"1970-01-01T00:00:00Z","created_by":"container configuration",\
                "empty_layer":true}],"created":"1970-01-01T00:00:00Z"}""".formatted("1".repeat(64), "2".repeat(64), SampleImage.LAYER_DIGEST.hex()));
        assertThat(image.manifest().mediaType()).isEqualTo(MediaTypes.OCI_MANIFEST);
        assertThat(SampleImage.text(image.manifest()))
                .contains(
                        image.config().digest().toString(),
                        "\"size\":" + image.config().size())
                .endsWith("\"size\":11,\"digest\":\"" + SampleImage.LAYER_DIGEST + "\"}]}");
    }

    @Test
    void inheritedCommandIsKeptWithoutEntrypoint() {
        var image = AssembledImage.of(
                SampleImage.manifest(),
                SampleImage.config(),
                Overlay.of(new ContainerConfig(null, null, List.of("PATH=/opt:/bin"), null, List.of())));

        assertThat(SampleImage.text(image.config()))
                .contains(
                        "\"Env\":[\"PATH=/opt:/bin\",\"WAVE_ENTRY_CHAIN=/app --x\"]",
                        "\"Entrypoint\":[\"/app\",\"--x\"]",
                        "\"Cmd\":[\"serve\"]");
    }

    @Test
    void commandReplacesTheInheritedOne() {
        var image = AssembledImage.of(
                SampleImage.manifest(),
                SampleImage.config(),
                Overlay.of(new ContainerConfig(List.of("/e"), List.of("c"), null, null, List.of())));

        assertThat(SampleImage.text(image.config())).contains("\"Entrypoint\":[\"/e\"]", "\"Cmd\":[\"c\"]");
    }

    @Test
    void dockerImageBecomesOciImage() {
        var docker = manifest(SampleImage.MANIFEST
                .replace(MediaTypes.OCI_MANIFEST, MediaTypes.DOCKER_MANIFEST)
                .replace(MediaTypes.OCI_CONFIG, MediaTypes.DOCKER_CONFIG)
                .replace(MediaTypes.OCI_LAYER_GZIP, MediaTypes.DOCKER_LAYER_GZIP));
        byte[] config = SampleImage.bytes(SampleImage.CONFIG
                .replace("\"os\":\"linux\"", "\"os\":\"linux\",\"docker_version\":\"20\",\"container_config\":{}")
                .replace("\"Cmd\":", "\"Image\":\"x\",\"Labels\":null,\"Cmd\":"));

        var image = AssembledImage.of(docker, config, SampleImage.OVERLAY);

        assertThat(SampleImage.text(image.manifest())).doesNotContain("docker");
        assertThat(SampleImage.text(image.config()))
                .doesNotContain("docker_version", "container_config", "Image", "Labels");
    }

    @Test
    void onbuildInstructionsRequireABuild() {
        byte[] config = SampleImage.bytes(SampleImage.CONFIG.replace("\"Cmd\":", "\"OnBuild\":[\"RUN x\"],\"Cmd\":"));
        var foreign = manifest(SampleImage.MANIFEST.replace(
                MediaTypes.OCI_LAYER_GZIP, "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip"));

        assertThatExceptionOfType(ManifestException.class)
                .isThrownBy(() -> AssembledImage.of(SampleImage.manifest(), config, SampleImage.OVERLAY))
                .withMessageContaining("ONBUILD");
        assertThatExceptionOfType(ManifestException.class)
                .isThrownBy(() -> AssembledImage.of(foreign, SampleImage.config(), SampleImage.OVERLAY))
                .withMessageContaining("foreign");
    }

    @Test
    void variableThatIsSetAgainKeepsItsPosition() {
        var image = AssembledImage.of(
                SampleImage.manifest(),
                SampleImage.bytes(SampleImage.CONFIG.replace("\"PATH=/bin\"", "\"PATH=/bin\",\"A=1\"")),
                Overlay.of(new ContainerConfig(null, null, List.of("PATH=/opt"), null, List.of())));

        assertThat(SampleImage.text(image.config()))
                .contains("\"Env\":[\"PATH=/opt\",\"A=1\",\"WAVE_ENTRY_CHAIN=/app --x\"]");
    }

    @Test
    void shellAndHealthCheckOfTheBaseAreKept() {
        var image = AssembledImage.of(
                SampleImage.manifest(),
                SampleImage.bytes(SampleImage.CONFIG.replace(
                        "\"Cmd\":", "\"Shell\":[\"/bin/bash\",\"-c\"],\"Healthcheck\":{\"Test\":[\"NONE\"]},\"Cmd\":")),
                Overlay.of(new ContainerConfig(null, null, List.of("A=1"), null, List.of())));

        assertThat(SampleImage.text(image.config()))
                .contains("\"Shell\":[\"/bin/bash\",\"-c\"]", "\"Healthcheck\":{\"Test\":[\"NONE\"]}");
    }

    @Test
    void relativeWorkingDirIsBelowThePreviousOne() {
        byte[] config = SampleImage.bytes(SampleImage.CONFIG.replace("\"Cmd\":", "\"WorkingDir\":\"/data\",\"Cmd\":"));

        assertThat(SampleImage.text(AssembledImage.of(SampleImage.manifest(), config, workingDir("sub"))
                        .config()))
                .contains("\"WorkingDir\":\"/data/sub\"");
        assertThat(SampleImage.text(AssembledImage.of(SampleImage.manifest(), config, workingDir("/work"))
                        .config()))
                .contains("\"WorkingDir\":\"/work\"");
    }

    private static Overlay workingDir(String folder) {
        return Overlay.of(new ContainerConfig(null, null, null, folder, List.of()));
    }

    private static ImageManifest manifest(String text) {
        return (ImageManifest) Document.parse(SampleImage.content(MediaTypes.OCI_MANIFEST, text));
    }
}
