package io.wave.cluster.client;

import io.wave.cluster.Command;
import io.wave.cluster.Command.Result;
import io.wave.cluster.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A containerd with its own folder, and {@code ctr images pull}. Needs root. */
public final class Containerd implements PullClient {

    private static final Duration READY_LIMIT = Duration.ofMinutes(3);
    private static final int SECOND_CONFIGURATION = 2;
    private static final int THIRD_CONFIGURATION = 3;

    private final String name;
    private final Path ctr;
    private final Path socket;
    private final ServerProcess server;

    private Containerd(String name, Path ctr, Path socket, ServerProcess server) {
        this.name = name;
        this.ctr = ctr;
        this.socket = socket;
        this.server = server;
    }

    /** The 1.x of a distribution. */
    public static Containerd first(Path containerd, Path ctr, Path folder) {
        return start("containerd 1", containerd, ctr, folder, SECOND_CONFIGURATION, "");
    }

    /** 2.x, where the server pulls, and the snapshotter is part of its configuration. */
    public static Containerd second(Path containerd, Path ctr, Path folder) {
        return start("containerd 2", containerd, ctr, folder, THIRD_CONFIGURATION, """
                [[plugins."io.containerd.transfer.v1.local".unpack_config]]
                platform = "linux/amd64"
                snapshotter = "native"
                """);
    }

    @Override
    public String name() {
        return name;
    }

    /** The path of its socket. */
    Path socket() {
        return socket;
    }

    @Override
    public Result pull(String image, Duration limit) {
        return Command.of(
                        ctr.toString(),
                        "--address=" + socket,
                        "--timeout=0",
                        "images",
                        "pull",
                        "--plain-http",
                        "--snapshotter=native",
                        image)
                .within(limit)
                .run();
    }

    @Override
    public void close() {
        server.close();
    }

    @Override
    public String toString() {
        return name;
    }

    private static Containerd start(
            String name, Path containerd, Path ctr, Path folder, int configurationVersion, String more) {
        Path socket = folder.resolve("containerd.sock");
        Path configuration = folder.resolve("config.toml");
        try {
            Files.createDirectories(folder);
            Files.writeString(configuration, """
                    version = %d
                    root = "%s"
                    state = "%s"
                    disabled_plugins = ["io.containerd.grpc.v1.cri"]
                    [grpc]
                    address = "%s"
                    [ttrpc]
                    address = "%s.ttrpc"
                    %s""".formatted(
                    configurationVersion, folder.resolve("root"), folder.resolve("state"), socket, socket, more));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        List<String> command = List.of(containerd.toString(), "--config=" + configuration);
        ServerProcess server = ServerProcess.start("containerd", folder, command, Map.of())
                .awaitReady(
                        READY_LIMIT,
                        () -> Command.of(ctr.toString(), "--address=" + socket, "version")
                                        .run()
                                        .exitCode()
                                == 0);
        return new Containerd(name, ctr, socket, server);
    }
}
