package io.wave.builder;

import io.wave.local.IntegrationTest;
import java.io.IOException;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** By TCP with mutual TLS. */
@IntegrationTest(properties = "spring.config.name=build-orchestrator")
@Import(BuildRuns.class)
class ExternalDaemonTlsIT extends ExternalDaemonTests {

    @DynamicPropertySource
    static void address(DynamicPropertyRegistry properties) throws IOException, InterruptedException {
        ExternalBuildKit daemon = start(properties);
        properties.add("wave.build.buildkit.address", daemon::address);
        properties.add("wave.build.buildkit.tls.ca", daemon.authority()::certificate);
        properties.add("wave.build.buildkit.tls.cert", daemon.authority()::serverCertificate);
        properties.add("wave.build.buildkit.tls.key", daemon.authority()::serverKey);
    }
}
