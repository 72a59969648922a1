package io.wave.builder.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.job.engine.tool.SearchPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

class ToolsHealthIndicatorTest {

    @TempDir
    private Path programs;

    @Test
    void reportsMissingPrograms() throws IOException {
        program("bash");
        Health health = new ToolsHealthIndicator(new SearchPath(programs + ":/nowhere"), false).health();
        assertThat(health.getStatus()).isEqualTo(Status.DOWN);
        assertThat(health.getDetails()).containsEntry("missing", "not found on the PATH: buildah");
    }

    @Test
    void isUpWithAllPrograms() throws IOException {
        program("bash");
        program("buildah");
        assertThat(new ToolsHealthIndicator(new SearchPath(programs.toString()), false)
                        .health()
                        .getStatus())
                .isEqualTo(Status.UP);
    }

    @Test
    void buildahIsNotNeededWhereBuildsUseBuildKit() throws IOException {
        program("bash");
        assertThat(new ToolsHealthIndicator(new SearchPath(programs.toString()), true)
                        .health()
                        .getStatus())
                .isEqualTo(Status.UP);
    }

    private void program(String name) throws IOException {
        assertThat(Files.createFile(programs.resolve(name)).toFile().setExecutable(true))
                .isTrue();
    }
}
