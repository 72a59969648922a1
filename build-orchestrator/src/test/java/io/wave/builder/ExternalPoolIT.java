package io.wave.builder;

import io.wave.local.IntegrationTest;
import java.io.IOException;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** With the client on the machine of the worker. */
@IntegrationTest(properties = "spring.config.name=build-orchestrator")
@Import(BuildRuns.class)
class ExternalPoolIT extends DaemonPoolTests {

    @DynamicPropertySource
    static void daemons(DynamicPropertyRegistry properties) throws IOException, InterruptedException {
        start(properties);
    }
}
