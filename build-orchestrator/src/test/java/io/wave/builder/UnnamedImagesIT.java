package io.wave.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.wave.build.BuildSpec;
import io.wave.builder.buildkit.BuildKitChoice;
import io.wave.local.IntegrationTest;
import io.wave.registry.RegistryClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** With BuildKit. */
@IntegrationTest(properties = "spring.config.name=build-orchestrator")
@Import(BuildRuns.class)
class UnnamedImagesIT extends UnnamedImagesTests {

    @Autowired
    private BuildRuns builds;

    @Autowired
    private RegistryClient registries;

    @Autowired
    private BuildKitChoice buildKit;

    @DynamicPropertySource
    static void services(DynamicPropertyRegistry properties) {
        start(properties);
    }

    @BeforeEach
    void requireBuildKit() {
        assumeThat(buildKit.isBuildKit()).as("builds use BuildKit").isTrue();
    }

    @Test
    void stagesOfTheFileAreNoImages() {
        String base = base("ONBUILD COPY --from=tools /tool /copy");
        BuildSpec build = build("""
                FROM scratch AS tools
                COPY busybox /tool
                FROM %s
                """.formatted(base));
        assertThat(builds.run(build).failure()).isNull();
        assertThat(PulledImage.pull(registries, build.target()).files()).containsKey("copy");
    }
}
