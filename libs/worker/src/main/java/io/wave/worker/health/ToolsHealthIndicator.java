package io.wave.worker.health;

import io.wave.job.engine.tool.SearchPath;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Whether the programs that jobs need are installed; missing programs are reported and logged. */
public final class ToolsHealthIndicator extends AbstractHealthIndicator {

    private static final Logger LOG = LoggerFactory.getLogger(ToolsHealthIndicator.class);

    private final SearchPath searchPath;
    private final List<String> programs;
    private final AtomicReference<List<String>> logged = new AtomicReference<>(List.of());

    public ToolsHealthIndicator(SearchPath searchPath, List<String> programs) {
        this.searchPath = searchPath;
        this.programs = List.copyOf(programs);
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
            LOG.atWarn().addKeyValue("missing", missing).log("Programs required by jobs not found on the PATH");
        }
    }
}
