package io.wave.builder.singularity;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.image.Platform;
import io.wave.job.engine.tool.ToolCommand;
import io.wave.security.TrustedCertificates;
import io.wave.worker.egress.ToolCertificates;
import io.wave.worker.egress.ToolEgress;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SingularityTest {

    private static final SifFolder FOLDER = new SifFolder(Path.of("/work/job"));

    private static final ToolEgress.Access EGRESS = ToolEgress.unguarded(
                    ToolCertificates.of(TrustedCertificates.OF_RUNTIME))
            .open();

    @Test
    void buildsTheDefinitionIntoAFile() {
        ToolCommand command = Singularity.build("singularity", FOLDER, own(), true, EGRESS);
        assertThat(command.arguments())
                .containsExactly("singularity", "build", "/work/job/image.sif", "/work/job/Containerfile");
        assertThat(command.environment())
                .containsEntry("HOME", "/work/job/home")
                .containsEntry("SINGULARITY_TMPDIR", "/work/job/tmp")
                .containsEntry("SINGULARITY_CACHEDIR", "/work/job/cache")
                .containsEntry("APPTAINER_TMPDIR", "/work/job/tmp")
                .containsEntry("APPTAINER_CACHEDIR", "/work/job/cache")
                .containsEntry("APPTAINER_CONFIGDIR", "/work/job/home/.apptainer")
                .doesNotContainKey("SINGULARITY_NOHTTPS");
    }

    @Test
    void namesTheArchitectureIfItIsNotThatOfTheWorker() {
        Platform other = Platform.parse(own().architecture().equals("arm64") ? "linux/amd64" : "linux/arm64");
        assertThat(Singularity.build("apptainer", FOLDER, other, true, EGRESS).arguments())
                .containsExactly(
                        "apptainer",
                        "build",
                        "--arch",
                        other.architecture(),
                        "/work/job/image.sif",
                        "/work/job/Containerfile");
    }

    private static Platform own() {
        return new Platform("linux", System.getProperty("os.arch"), null);
    }

    @Test
    void pushesTheFileToARegistry() {
        ToolCommand command = Singularity.push("apptainer", FOLDER, "localhost:5000/mine/app:1", false, EGRESS);
        assertThat(command.arguments())
                .containsExactly("apptainer", "push", "/work/job/image.sif", "oras://localhost:5000/mine/app:1");
        assertThat(command.environment())
                .containsEntry("SINGULARITY_NOHTTPS", "true")
                .containsEntry("APPTAINER_NOHTTPS", "true");
    }
}
