package io.wave.builder;

import io.wave.local.IntegrationTest;
import io.wave.local.LocalServices;
import io.wave.local.server.DockerRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The service with a registry and a folder of its own. It is started once for all classes that extend this one. */
@IntegrationTest(properties = "spring.config.name=build-orchestrator")
@Import(BuildRuns.class)
abstract class SharedBuilder {

    static final DockerRegistry REGISTRY = LocalServices.newRegistry();

    /** Each JVM has its own. */
    static final Path FOLDER = Path.of("target/shared-builder-" + System.getProperty("surefire.forkNumber", "1"))
            .toAbsolutePath();

    @DynamicPropertySource
    static void folders(DynamicPropertyRegistry properties) throws IOException {
        Path folder = Files.createDirectories(FOLDER);
        properties.add("wave.store.location", () -> folder.resolve("objects").toString());
        properties.add("wave.jobs.work-dir", () -> folder.resolve("work").toString());
        properties.add("wave.build.buildkit.state-dir", () -> "target/buildkit");
        properties.add("wave.build.buildkit.frontends", () -> REGISTRY.host() + "/test/frontend");
    }
}
