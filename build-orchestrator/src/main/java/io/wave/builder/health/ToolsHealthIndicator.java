package io.wave.builder.health;

import io.wave.builder.buildah.Buildah;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;

/** Whether the programs that builds need are on the PATH; names those that are not. */
@Component
class ToolsHealthIndicator extends AbstractHealthIndicator {

    private static final List<String> PROGRAMS = List.of(Buildah.PROGRAM, "bash");

    private final String searchPath;

    @Autowired
    ToolsHealthIndicator() {
        this(System.getenv().getOrDefault("PATH", ""));
    }

    ToolsHealthIndicator(String searchPath) {
        this.searchPath = searchPath;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        List<String> missing =
                PROGRAMS.stream().filter(program -> !isOnPath(program)).toList();
        if (missing.isEmpty()) {
            builder.up();
        } else {
            builder.down().withDetail("missing", "not on the PATH: " + String.join(", ", missing));
        }
    }

    private boolean isOnPath(String program) {
        return Arrays.stream(searchPath.split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
