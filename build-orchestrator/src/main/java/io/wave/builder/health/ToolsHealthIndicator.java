package io.wave.builder.health;

import io.wave.builder.buildah.Buildah;
import io.wave.builder.buildkit.BuildKitChoice;
import io.wave.job.engine.tool.SearchPath;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;

/** Whether the programs that builds need are installed; missing programs are reported and logged. */
@Component
class ToolsHealthIndicator extends AbstractHealthIndicator {

    private static final Logger LOG = LoggerFactory.getLogger(ToolsHealthIndicator.class);
    private static final String SHELL = "bash";

    private final SearchPath searchPath;
    private final List<String> programs;
    private final AtomicReference<List<String>> logged = new AtomicReference<>(List.of());

    @Autowired
    ToolsHealthIndicator(BuildKitChoice choice) {
        this(SearchPath.ours(), choice.isBuildKit());
    }

    /** @param buildKit whether builds use BuildKit, whose programs were found at the start, instead of buildah */
    ToolsHealthIndicator(SearchPath searchPath, boolean buildKit) {
        this.searchPath = searchPath;
        this.programs = buildKit ? List.of(SHELL) : List.of(Buildah.PROGRAM, SHELL);
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        List<String> missing =
                programs.stream().filter(program -> !searchPath.has(program)).toList();
        if (missing.isEmpty()) {
            builder.up();
        } else {
            builder.down().withDetail("missing", "not found on the PATH: " + String.join(", ", missing));
        }
        log(missing);
    }

    /** Logs changes only, since health is checked often. */
    private void log(List<String> missing) {
        if (!logged.getAndSet(missing).equals(missing) && !missing.isEmpty()) {
            LOG.atWarn().addKeyValue("missing", missing).log("Programs required by builds not found on the PATH");
        }
    }
}
