package io.wave.worker.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.job.engine.tool.SearchPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

class ToolsHealthIndicatorTest {

    private static final List<String> NEEDED = List.of("buildah", "bash");

    @TempDir
    private Path programs;

    @Test
    void reportsMissingPrograms() throws IOException {
        program("bash");
        Health health = new ToolsHealthIndicator(new SearchPath(programs + ":/nowhere"), NEEDED).health();
        assertThat(health.getStatus()).isEqualTo(Status.DOWN);
        assertThat(health.getDetails()).containsEntry("missing", "not found on the PATH: buildah");
    }

    @Test
    void isUpWithAllPrograms() throws IOException {
        program("bash");
        program("buildah");
        assertThat(new ToolsHealthIndicator(new SearchPath(programs.toString()), NEEDED)
                        .health()
                        .getStatus())
                .isEqualTo(Status.UP);
    }

    private void program(String name) throws IOException {
        assertThat(Files.createFile(programs.resolve(name)).toFile().setExecutable(true))
                .isTrue();
    }
}
