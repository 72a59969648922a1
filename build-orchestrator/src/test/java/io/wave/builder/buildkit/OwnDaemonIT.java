package io.wave.builder.buildkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.wave.builder.image.BuilderProperties;
import io.wave.job.engine.folder.DiskLimit;
import io.wave.job.engine.guard.GuardedDaemon;
import io.wave.security.TrustedCertificates;
import io.wave.worker.egress.ToolCertificates;
import io.wave.worker.egress.ToolEgress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** The memory limit of a daemon, and what is left after its end. */
class OwnDaemonIT {

    private static final String STEP = """
            FROM scratch
            COPY busybox /bin/busybox
            RUN ["/bin/busybox", "echo", "works"]
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void requireBuildKit() {
        assumeThat(GuardedDaemon.canBeIsolated()).as("daemons can be isolated").isTrue();
        assumeThat(BuildKitPrograms.search())
                .as("BuildKit is installed")
                .isInstanceOf(BuildKitPrograms.Search.Found.class);
    }

    @Test
    void nothingIsLeftAfterItsEnd() throws Exception {
        String name;
        try (OwnDaemon daemon = daemon()) {
            assertThat(build(daemon, STEP)).contains("works");
            name = name();
            assertThat(Path.of("/run", name)).isDirectory();
        }
        assertThat(Path.of("/run", name)).doesNotExist();
        assertThat(groups(name)).isEmpty();
    }

    @Test
    void isRestartedAfterItNeededTooMuchMemory() throws Exception {
        try (OwnDaemon daemon = daemon()) {
            assertThat(build(daemon, STEP)).contains("works");
            assumeThat(groups(name() + "-daemon")).as("memory can be limited").isNotEmpty();
            String file = "FROM scratch\nENV A=" + "x".repeat(100) + "\n" + "ENV A=$A$A\n".repeat(24);
            assertThat(build(daemon, file)).contains("error reading from server: EOF");
            assertThat(build(daemon, STEP)).contains("works");
        }
    }

    private String build(OwnDaemon daemon, String file) throws IOException, InterruptedException {
        Path context = Files.createDirectories(folder.resolve("context"));
        Files.write(context.resolve("busybox"), Files.readAllBytes(Path.of("/bin/busybox")));
        assertThat(context.resolve("busybox").toFile().setExecutable(true)).isTrue();
        Files.writeString(context.resolve("Dockerfile"), file);
        List<String> command = new ArrayList<>(daemon.open(List.of()).client());
        command.addAll(List.of("build", "--progress=plain", "--no-cache", "--frontend", "dockerfile.v0"));
        command.addAll(List.of("--local", "context=" + context, "--local", "dockerfile=" + context));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    /** The name of the runtime folder and the control groups of the daemon. */
    private String name() throws IOException {
        return RuntimeFolder.of(folder.toRealPath().resolve("state/0"))
                .getFileName()
                .toString();
    }

    private static List<Path> groups(String name) throws IOException {
        ControlGroups own = ControlGroups.ofThisProcess();
        return Stream.of(own.byController().values().stream(), own.unified().stream(), own.hybrid().stream())
                .flatMap(folders -> folders)
                .flatMap(parent -> Stream.of(parent.resolve(name), parent.resolve(name + "-daemon")))
                .filter(Files::exists)
                .toList();
    }

    private OwnDaemon daemon() {
        return TestDaemons.daemon(
                DaemonRights.ROOT,
                DaemonHome.kept(folder.resolve("state")),
                new BuildKitProperties.Limits(DataSize.ofMegabytes(256), 4096, null, DataSize.ofMegabytes(256)),
                new DiskLimit(DataSize.ofGigabytes(64)),
                BuilderProperties.Network.HOST,
                ToolEgress.unguarded(ToolCertificates.of(TrustedCertificates.OF_RUNTIME)));
    }
}
