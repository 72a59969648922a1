package io.wave.builder.buildkit;

import io.wave.builder.image.BuilderProperties;
import io.wave.egress.EgressPolicy;
import io.wave.egress.EgressProperties;
import io.wave.job.engine.folder.DiskLimit;
import io.wave.security.TrustedCertificates;
import io.wave.worker.egress.EgressGuard;
import io.wave.worker.egress.GuardLimits;
import io.wave.worker.egress.ToolCertificates;
import io.wave.worker.egress.ToolEgress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.util.unit.DataSize;

/**
 * The part of a worker that has a daemon, as a program that runs as another user: builds the folders that it reads from its input.
 * Its arguments are the folder of the daemon, the registry to push to, the network of steps, and whether the folder
 * is {@link #KEPT} or {@link #RESTRICTED}.
 */
final class RootlessWorker {

    static final String KEPT = "kept";
    static final String RESTRICTED = "restricted";

    private RootlessWorker() {}

    static void main(String[] arguments) throws Exception {
        BuilderProperties.Network steps = BuilderProperties.Network.valueOf(arguments[2]);
        switch (DaemonRights.choose(steps != BuilderProperties.Network.HOST)) {
            case DaemonRights.Choice.None(String reason) -> System.out.println("none: " + reason);
            case DaemonRights.Choice.Possible(DaemonRights rights) -> {
                System.out.println(rights);
                serve(rights, home(rights, Path.of(arguments[0]), arguments[3]), arguments[1], steps);
            }
        }
    }

    private static DaemonHome home(DaemonRights rights, Path state, String kind) {
        if (kind.equals(KEPT)) {
            return DaemonHome.kept(state);
        }
        RestrictedFolders restricted = new RestrictedFolders(state, rights);
        restricted.removeLeft();
        return restricted;
    }

    private static void serve(DaemonRights rights, DaemonHome home, String registry, BuilderProperties.Network steps)
            throws Exception {
        EgressPolicy policy = new EgressPolicy(new EgressProperties(true, List.of("localhost")), Set.of());
        GuardLimits limits = new GuardLimits(20, Duration.ofSeconds(10), Duration.ofMinutes(1));
        try (EgressGuard guard = new EgressGuard(policy, limits);
                OwnDaemon daemon = daemon(
                        rights,
                        home,
                        steps,
                        ToolEgress.guarded(guard, true, ToolCertificates.of(TrustedCertificates.OF_RUNTIME)));
                BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String folder = input.readLine(); folder != null; folder = input.readLine()) {
                System.out.println("exit code " + build(daemon.open(List.of(registry)), folder, registry));
            }
        }
    }

    private static int build(BuildKit.Access access, String folder, String registry)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(access.client());
        command.addAll(List.of("build", "--progress=plain", "--frontend", "dockerfile.v0"));
        command.addAll(List.of("--local", "context=" + folder, "--local", "dockerfile=" + folder));
        command.addAll(List.of("--output", "type=image,name=" + registry + "/test/rootless:1,push=true"));
        access.options().forEach((name, value) -> command.addAll(List.of("--opt", name + "=" + value)));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.INHERIT).environment().putAll(access.environment());
        return builder.start().waitFor();
    }

    private static OwnDaemon daemon(
            DaemonRights rights, DaemonHome home, BuilderProperties.Network steps, ToolEgress egress) {
        return TestDaemons.daemon(
                rights, home, TestDaemons.LIMITS, new DiskLimit(DataSize.ofMegabytes(64)), steps, egress);
    }
}
