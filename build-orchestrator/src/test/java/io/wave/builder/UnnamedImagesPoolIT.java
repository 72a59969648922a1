package io.wave.builder;

import io.wave.local.IntegrationTest;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** With BuildKit's client in containers, and a daemon that others use too. */
@IntegrationTest(properties = "spring.config.name=build-orchestrator")
@Import({BuildRuns.class, LocalContainers.Settings.class})
class UnnamedImagesPoolIT extends UnnamedImagesTests {

    @TempDir
    private static Path folder;

    @SuppressWarnings("NullAway.Init") // started with the properties of the context
    private static ExternalBuildKit daemon;

    @DynamicPropertySource
    static void services(DynamicPropertyRegistry properties) throws IOException, InterruptedException {
        start(properties);
        daemon = ExternalBuildKit.start(folder);
        properties.add("wave.jobs.runner", () -> LocalContainers.RUNNER);
        properties.add("wave.build.buildkit.address", daemon::address);
        properties.add("wave.build.buildkit.tls.ca", daemon.authority()::certificate);
        properties.add("wave.build.buildkit.tls.cert", daemon.authority()::serverCertificate);
        properties.add("wave.build.buildkit.tls.key", daemon.authority()::serverKey);
    }

    @AfterAll
    static void stopDaemon() throws IOException, InterruptedException {
        daemon.close();
    }
}
