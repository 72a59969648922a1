package io.wave.builder.buildkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.wave.build.BuildOutput;
import io.wave.build.BuildSpec;
import io.wave.builder.image.BuilderProperties;
import io.wave.builder.image.SampleSpec;
import io.wave.image.Platform;
import io.wave.job.engine.folder.DiskLimit;
import io.wave.job.engine.guard.GuardedDaemon;
import io.wave.job.engine.tool.ToolCommand;
import io.wave.local.LocalServices;
import io.wave.local.server.DockerRegistry;
import io.wave.security.TrustedCertificates;
import io.wave.worker.egress.ToolCertificates;
import io.wave.worker.egress.ToolEgress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.json.JsonMapper;

/** One build on two daemons that know nothing of each other. */
class ReproducibleBuildIT {

    private static final DockerRegistry REGISTRY = LocalServices.newRegistry();

    private static final BuildSpec BUILD = SampleSpec.of(
            REGISTRY.host() + "/test/reproducible:1", """
            FROM scratch AS build
            COPY busybox /bin/busybox
            RUN ["/bin/busybox", "sh", "-c", "/bin/busybox mkdir -p /d/e && echo x > /d/e/f && /bin/busybox ln -s e/f /d/l"]
            FROM scratch
            COPY --link --from=build /bin /bin
            COPY --from=build /d /d
            COPY context /context
            RUN ["/bin/busybox", "touch", "/new"]
            LABEL a=1 b=2 c=3
            VOLUME /x /y /z
            """, new BuildOutput(Platform.LINUX_AMD64, null, null, null));

    /** The times of its files are not rewritten, like those of the fast build templates. */
    private static final BuildSpec FAST = SampleSpec.ofTemplate(
            "conda/micromamba:v2-fast", """
            FROM scratch AS build
            COPY busybox /bin/busybox
            RUN ["/bin/busybox", "sh", "-c", "/bin/busybox mkdir -p /layers/01/opt/conda && cd /layers/01 && echo x > opt/conda/f && /bin/busybox touch -t 198001010000 opt/conda/f opt/conda opt"]
            RUN ["/bin/busybox", "sh", "-c", "/bin/busybox mkdir -p /layers/02"]
            FROM scratch
            COPY --link --from=build /layers/01/ /
            COPY --link --from=build /layers/02/ /
            ENV A=1
            """, new BuildOutput(Platform.LINUX_AMD64, null, null, null));

    @TempDir
    private Path folder;

    @AfterAll
    static void stopRegistry() {
        REGISTRY.close();
    }

    @Test
    void hasTheSameDigest() throws IOException, InterruptedException {
        assumeThat(GuardedDaemon.canBeIsolated()).as("daemons can be isolated").isTrue();
        assumeThat(BuildKitPrograms.search())
                .as("BuildKit is installed")
                .isInstanceOf(BuildKitPrograms.Search.Found.class);

        for (BuildSpec build : List.of(BUILD, FAST)) {
            String first = digest(build, Instant.parse("2020-01-01T00:00:00Z"));
            String second = digest(build, Instant.parse("2021-01-01T00:00:00Z"));

            assertThat(first).as(build.containerFile()).startsWith("sha256:").isEqualTo(second);
        }
    }

    private String digest(BuildSpec build, Instant modified) throws IOException, InterruptedException {
        Path own = Files.createTempDirectory(folder, "daemon");
        BuildKitFolder files = BuildKitFolder.create(Files.createDirectory(own.resolve("build")));
        fill(files, build, modified);
        ToolEgress egress = ToolEgress.unguarded(ToolCertificates.of(TrustedCertificates.OF_RUNTIME));
        try (OwnDaemon daemon = daemon(own.resolve("state"), egress);
                ToolEgress.Access access = egress.open()) {
            ToolCommand command = Buildctl.build(
                    daemon.open(List.of(REGISTRY.host())),
                    build,
                    new Buildctl.Options(REGISTRY.host() + "/test/reproducible", List.of(), Optional.empty(), true),
                    files,
                    access);
            run(command);
        }
        return JsonMapper.builder()
                .build()
                .readTree(files.metadata())
                .path("containerimage.digest")
                .asString();
    }

    private static void fill(BuildKitFolder files, BuildSpec build, Instant modified) throws IOException {
        Path busybox = Files.copy(Path.of("/bin/busybox"), files.context().resolve("busybox"));
        Path context = Files.writeString(files.context().resolve("context"), "content");
        for (Path file : new Path[] {busybox, context}) {
            Files.setLastModifiedTime(file, FileTime.from(modified));
        }
        Files.writeString(files.containerFile(), build.containerFile());
        Files.writeString(files.sourcePolicy(), "{}");
    }

    private static OwnDaemon daemon(Path state, ToolEgress egress) {
        return TestDaemons.daemon(
                DaemonRights.ROOT,
                DaemonHome.kept(state),
                TestDaemons.LIMITS,
                new DiskLimit(DataSize.ofGigabytes(64)),
                BuilderProperties.Network.HOST,
                egress);
    }

    private static void run(ToolCommand command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command.arguments()).redirectErrorStream(true);
        builder.environment().keySet().retainAll(Set.of("PATH"));
        builder.environment().putAll(command.environment());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }
}
