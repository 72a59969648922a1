package io.wave.builder;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.wave.job.engine.tool.SearchPath;
import io.wave.local.IntegrationTest;
import org.junit.jupiter.api.BeforeAll;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** With buildah. */
@IntegrationTest(properties = {"spring.config.name=build-orchestrator", "wave.build.builder=buildah"})
@Import(BuildRuns.class)
class UnnamedImagesBuildahIT extends UnnamedImagesTests {

    @DynamicPropertySource
    static void services(DynamicPropertyRegistry properties) {
        start(properties);
    }

    @BeforeAll
    static void requireBuildah() {
        assumeThat(SearchPath.ours().has("buildah"))
                .as("buildah is on the PATH")
                .isTrue();
    }
}
