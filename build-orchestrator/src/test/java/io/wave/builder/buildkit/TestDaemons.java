package io.wave.builder.buildkit;

import io.wave.builder.image.BuilderProperties;
import io.wave.job.engine.folder.DiskLimit;
import io.wave.registry.config.RegistriesProperties;
import io.wave.worker.egress.ToolEgress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.util.unit.DataSize;

/** Daemons as a worker starts them. */
final class TestDaemons {

    static final BuildKitProperties.Limits LIMITS =
            new BuildKitProperties.Limits(DataSize.ofGigabytes(8), 4096, null, null);

    private TestDaemons() {}

    static OwnDaemon daemon(
            DaemonRights rights,
            DaemonHome home,
            BuildKitProperties.Limits limits,
            DiskLimit disk,
            BuilderProperties.Network steps,
            ToolEgress egress) {
        BuildKitProperties properties = new BuildKitProperties(
                List.of(),
                new BuildKitProperties.Tls(null, null, null),
                List.of(),
                null,
                DataSize.ofGigabytes(1),
                Duration.ofDays(1),
                List.of(),
                true,
                Duration.ofSeconds(30),
                limits,
                new BuildKitProperties.Restricted(Duration.ofMinutes(1), 1, false));
        return new OwnDaemon(
                ((BuildKitPrograms.Search.Found) BuildKitPrograms.search()).programs(),
                rights,
                new DaemonSettings(properties, new RegistriesProperties(Map.of())),
                home,
                properties,
                disk,
                steps,
                egress);
    }
}
