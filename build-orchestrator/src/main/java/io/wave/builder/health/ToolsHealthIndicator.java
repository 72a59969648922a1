package io.wave.builder.health;

import io.wave.builder.buildah.Buildah;
import io.wave.builder.tool.SearchPath;
import java.util.List;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;

/** Whether the programs that builds need are on the PATH; names those that are not. */
@Component
class ToolsHealthIndicator extends AbstractHealthIndicator {

    private static final List<String> PROGRAMS = List.of(Buildah.PROGRAM, "bash");

    private final SearchPath searchPath;

    @Autowired
    ToolsHealthIndicator() {
        this(SearchPath.ours());
    }

    ToolsHealthIndicator(SearchPath searchPath) {
        this.searchPath = searchPath;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        List<String> missing =
                PROGRAMS.stream().filter(program -> !searchPath.has(program)).toList();
        if (missing.isEmpty()) {
            builder.up();
        } else {
            builder.down().withDetail("missing", "not on the PATH: " + String.join(", ", missing));
        }
    }
}
