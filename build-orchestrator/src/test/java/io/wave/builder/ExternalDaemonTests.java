package io.wave.builder;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.build.BuildSpec;
import io.wave.local.LocalServices;
import io.wave.local.server.DockerRegistry;
import io.wave.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;

/** What works with a daemon that the worker has not started. */
abstract class ExternalDaemonTests {

    @TempDir
    private static Path folder;

    @SuppressWarnings("NullAway.Init") // started with the properties of the context
    private static ExternalBuildKit daemon;

    @SuppressWarnings("NullAway.Init") // started with the properties of the context
    private static DockerRegistry registry;

    @Autowired
    private BuildRuns builds;

    @Autowired
    private ObjectStore store;

    /** Starts the daemon. */
    static ExternalBuildKit start(DynamicPropertyRegistry properties) throws IOException, InterruptedException {
        daemon = ExternalBuildKit.start(Files.createDirectories(folder.resolve("daemon")));
        registry = LocalServices.newRegistry();
        properties.add("wave.store.location", () -> folder.resolve("objects").toString());
        properties.add("wave.jobs.work-dir", () -> folder.resolve("work").toString());
        return daemon;
    }

    @AfterAll
    static void stop() throws IOException, InterruptedException {
        daemon.close();
        registry.close();
    }

    @Test
    void aBuildWorksWithoutADaemonOfTheWorker() {
        BuildSpec build = TestBuilds.running("echo built", registry.host(), store);
        assertThat(builds.run(build).failure()).isNull();
        assertThat(builds.log(build)).contains("built");
        assertThat(folder.resolve("buildkit")).doesNotExist();
    }

    /** The daemon takes a digest as a proof that a build may read what it already has. */
    @Test
    void aBuildOnRestrictedImagesIsRefused() {
        BuildSpec build = TestBuilds.running("true", registry.host(), store);
        assertThat(builds.run(build.of(build.work().within("0".repeat(32)))).failure())
                .startsWith("build failed: the build uses images that only some callers can read")
                .endsWith("set wave.build.buildkit.restricted.external to true");
    }
}
