package io.wave.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.wave.build.BuildSpec;
import io.wave.builder.buildkit.BuildKitChoice;
import io.wave.local.IntegrationTest;
import io.wave.local.fake.TestAuthority;
import io.wave.local.server.DockerRegistry;
import io.wave.registry.RegistryClient;
import io.wave.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Builds with a registry whose certificate is of an authority in {@code wave.security.ca-bundle}. */
@IntegrationTest(properties = "spring.config.name=build-orchestrator")
@Import(BuildRuns.class)
class PrivateAuthorityIT {

    @TempDir
    private static Path folder;

    @SuppressWarnings("NullAway.Init") // started with the properties of the context
    private static DockerRegistry registry;

    @SuppressWarnings("NullAway.Init") // started with the properties of the context
    private static GitServer git;

    @Autowired
    private BuildRuns builds;

    @Autowired
    private ObjectStore store;

    @Autowired
    private RegistryClient registries;

    @Autowired
    private BuildKitChoice buildKit;

    @DynamicPropertySource
    static void start(DynamicPropertyRegistry properties) throws IOException, InterruptedException {
        TestAuthority authority = TestAuthority.create(folder);
        registry = DockerRegistry.startSecure(
                Files.createDirectories(folder.resolve("registry")),
                authority.serverCertificate(),
                authority.serverKey());
        git = GitServer.startSecure(folder.resolve("git"), authority.serverContext());
        properties.add("wave.security.ca-bundle", authority::certificate);
        properties.add("wave.registries[%s].endpoint".formatted(registry.host()), () -> "https://" + registry.host());
        properties.add("wave.store.location", () -> folder.resolve("objects").toString());
        properties.add("wave.jobs.work-dir", () -> folder.resolve("work").toString());
        properties.add(
                "wave.build.buildkit.state-dir",
                () -> folder.resolve("buildkit").toString());
    }

    @AfterAll
    static void stopServers() {
        registry.close();
        git.close();
    }

    @Test
    void imagesArePushedToItAndBuiltFromIt() {
        BuildSpec base = TestBuilds.running("true", registry.host(), store);
        assertThat(builds.run(base).failure()).isNull();
        BuildSpec next = TestBuilds.withContainerFile(
                TestBuilds.running("true", registry.host(), store), """
                FROM %s
                RUN ["/bin/busybox", "true"]
                """.formatted(base.target()));
        assertThat(builds.run(next).failure()).isNull();
    }

    @Test
    void gitRepositoriesAreAddedFromIt() {
        assumeThat(buildKit.isBuildKit()).as("builds use BuildKit").isTrue();
        BuildSpec build = TestBuilds.withContainerFile(
                TestBuilds.running("true", registry.host(), store), """
                FROM scratch
                ADD %s#main /
                """.formatted(git.url()));
        assertThat(builds.run(build).failure()).isNull();
        assertThat(PulledImage.pull(registries, build.target()).files()).containsKey(GitServer.FILE);
    }
}
