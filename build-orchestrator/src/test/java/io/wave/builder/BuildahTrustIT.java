package io.wave.builder;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.build.BuildSpec;
import io.wave.build.BuildWork;
import io.wave.job.JobRecord;
import io.wave.job.JobState;
import io.wave.local.IntegrationTest;
import io.wave.local.LocalServices;
import io.wave.local.server.DockerRegistry;
import io.wave.store.ObjectStore;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** A worker that has buildah only, with its default settings. */
@IntegrationTest(properties = {"spring.config.name=build-orchestrator", "wave.build.builder=buildah"})
@TestPropertySource(properties = "wave.build.buildah.trust-callers=false")
@Import(BuildRuns.class)
class BuildahTrustIT {

    private static final DockerRegistry REGISTRY = LocalServices.newRegistry();

    @TempDir
    private static Path folder;

    @Autowired
    private BuildRuns builds;

    @Autowired
    private ObjectStore store;

    @DynamicPropertySource
    static void folders(DynamicPropertyRegistry properties) {
        properties.add("wave.store.location", () -> folder.resolve("objects").toString());
        properties.add("wave.jobs.work-dir", () -> folder.resolve("work").toString());
    }

    @AfterAll
    static void stopRegistry() {
        REGISTRY.close();
    }

    @Test
    void nothingIsBuiltForAnonymousCallers() {
        JobRecord end = builds.run(TestBuilds.running("true", REGISTRY.host(), store));
        assertThat(end.state()).isEqualTo(JobState.FAILED);
        assertThat(end.failure())
                .startsWith("build failed: containerFile: this build worker has buildah only")
                .contains("install BuildKit", "wave.build.buildah.trust-callers");
    }

    @Test
    void callersWithALoginAreTrusted() {
        BuildSpec build = TestBuilds.running("true", REGISTRY.host(), store);
        BuildWork work = build.work();
        JobRecord end = builds.run(build.of(new BuildWork(
                work.target(), work.source(), work.output(), work.assembly(), "team", null, work.runTimeout())));
        assertThat(end.failure()).isNull();
    }
}
