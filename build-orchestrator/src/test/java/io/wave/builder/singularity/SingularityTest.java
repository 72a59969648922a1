package io.wave.builder.singularity;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.job.engine.process.ToolCommand;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SingularityTest {

    private static final SifFolder FOLDER = new SifFolder(Path.of("/work/job"));

    @Test
    void buildsTheDefinitionIntoAFile() {
        ToolCommand command = Singularity.build("singularity", FOLDER, true);
        assertThat(command.arguments())
                .containsExactly("singularity", "build", "/work/job/image.sif", "/work/job/Containerfile");
        assertThat(command.environment())
                .containsEntry("HOME", "/work/job/home")
                .containsEntry("SINGULARITY_TMPDIR", "/work/job/tmp")
                .containsEntry("SINGULARITY_CACHEDIR", "/work/job/cache")
                .containsEntry("APPTAINER_TMPDIR", "/work/job/tmp")
                .containsEntry("APPTAINER_CACHEDIR", "/work/job/cache")
                .doesNotContainKey("SINGULARITY_NOHTTPS");
    }

    @Test
    void pushesTheFileToARegistry() {
        ToolCommand command = Singularity.push("apptainer", FOLDER, "localhost:5000/mine/app:1", false);
        assertThat(command.arguments())
                .containsExactly("apptainer", "push", "/work/job/image.sif", "oras://localhost:5000/mine/app:1");
        assertThat(command.environment())
                .containsEntry("SINGULARITY_NOHTTPS", "true")
                .containsEntry("APPTAINER_NOHTTPS", "true");
    }
}
