package io.wave.builder.buildkit;

import io.wave.job.engine.folder.DaemonFolder;
import io.wave.job.engine.guard.GuardedDaemon;
import io.wave.job.engine.guard.UserNamespace;
import io.wave.job.engine.tool.SearchPath;
import io.wave.job.engine.tool.ToolCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The rights that the worker's own daemon has on the machine. */
enum DaemonRights {

    /** Those of root, as the worker. */
    ROOT("state"),

    /** Those of the worker's user and of its subordinate ids; it is root of a user namespace. */
    ROOTLESS("rootless-state");

    private static final Duration LONGEST_REMOVAL = Duration.ofMinutes(5);

    private final String state;

    DaemonRights(String state) {
        this.state = state;
    }

    /** Those that a daemon of this worker can have, or why it can have none. */
    sealed interface Choice {

        record Possible(DaemonRights rights) implements Choice {}

        record None(String reason) implements Choice {}
    }

    /** @param network whether the daemon gets a network namespace */
    static Choice choose(boolean network) {
        if (GuardedDaemon.canBeIsolated()) {
            return new Choice.Possible(ROOT);
        }
        return UserNamespace.missing()
                .or(() -> network ? missingForNetwork() : Optional.empty())
                .<Choice>map(reason -> new Choice.None("the worker does not run as root, and " + reason))
                .orElseGet(() -> new Choice.Possible(ROOTLESS));
    }

    private static Optional<String> missingForNetwork() {
        if (!new SearchPath(SearchPath.ours().text() + ":/usr/sbin:/sbin").has("ip")) {
            return Optional.of("ip not found: install iproute2");
        }
        return Files.isExecutable(RootlessNamespace.java())
                ? Optional.empty()
                : Optional.of(RootlessNamespace.java() + " not found: use a Java runtime that has this program");
    }

    /** The name of the folder for the state: its files belong to other users with other rights. */
    String state() {
        return state;
    }

    /** Removes the state of a daemon that has ended. */
    void removeState(DaemonFolder folder) throws IOException, InterruptedException {
        remove(folder.path().resolve(state));
        folder.remove(state);
    }

    /** Removes a folder of a daemon that has ended, if that needs more than the rights of the worker. */
    void remove(Path path) throws IOException, InterruptedException {
        if (this == ROOTLESS) {
            Programs.run(
                    UserNamespace.inNew(List.of("rm", "-rf", "--one-file-system", "--", path.toString())),
                    LONGEST_REMOVAL);
        }
    }

    /** A network namespace for a daemon. */
    DaemonNamespace namespace(Path folder, Path runtime) throws IOException, InterruptedException {
        return this == ROOT
                ? NetworkNamespace.create(RuntimeFolder.namespace(runtime), DaemonNetwork.GATEWAY)
                : RootlessNamespace.prepare(folder, runtime, DaemonNetwork.GATEWAY);
    }

    GuardedDaemon start(ToolCommand command, DaemonFolder folder, boolean network, Consumer<String> output) {
        return this == ROOT
                ? GuardedDaemon.start(command, folder, output)
                : GuardedDaemon.startRootless(command, folder, network, output);
    }

    /** Environment variables of the daemon: runc, which runs steps, keeps its files in /run unless it is told another folder. */
    Map<String, String> environment(Path runtime) {
        return this == ROOT
                ? Map.of()
                : Map.of("XDG_RUNTIME_DIR", runtime.resolve("runc").toString());
    }

    /** The command line prefix of a program that may read all files of the daemon. */
    List<String> reader(GuardedDaemon daemon) {
        return this == ROOT ? List.of() : UserNamespace.inThatOf(daemon.pid(), false, List.of());
    }
}
