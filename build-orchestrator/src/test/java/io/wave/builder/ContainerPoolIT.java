package io.wave.builder;

import io.wave.local.IntegrationTest;
import java.io.IOException;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** With the client in containers. */
@IntegrationTest(properties = "spring.config.name=build-orchestrator")
@Import({BuildRuns.class, LocalContainers.Settings.class})
class ContainerPoolIT extends DaemonPoolTests {

    @DynamicPropertySource
    static void daemons(DynamicPropertyRegistry properties) throws IOException, InterruptedException {
        start(properties);
        properties.add("wave.jobs.runner", () -> LocalContainers.RUNNER);
    }
}
