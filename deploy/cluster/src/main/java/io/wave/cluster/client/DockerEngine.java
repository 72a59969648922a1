package io.wave.cluster.client;

import io.wave.cluster.Command;
import io.wave.cluster.Command.Result;
import io.wave.cluster.ServerProcess;
import io.wave.local.process.Mounts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A Docker engine with {@code docker pull}: one that is started for the test with its own containerd, or the one of this machine. */
public final class DockerEngine implements PullClient {

    private static final Duration READY_LIMIT = Duration.ofMinutes(3);

    private final Path docker;
    private final List<String> host;
    private final AutoCloseable server;

    private DockerEngine(Path docker, List<String> host, AutoCloseable server) {
        this.docker = docker;
        this.host = host;
        this.server = server;
    }

    /** An engine without networks, which keeps its images in this containerd and stops it. Needs root. */
    public static DockerEngine start(Path dockerd, Path docker, Containerd containerd, Path folder) {
        String socket = "unix://" + folder.resolve("docker.sock");
        List<String> command = List.of(
                dockerd.toString(),
                "--containerd=" + containerd.socket(),
                "--host=" + socket,
                "--data-root=" + folder.resolve("data"),
                "--exec-root=" + folder.resolve("exec"),
                "--pidfile=" + folder.resolve("docker.pid"),
                "--storage-driver=native",
                "--bridge=none",
                "--iptables=false",
                "--ip6tables=false",
                "--userland-proxy=false");
        ServerProcess server = ServerProcess.start("dockerd", folder, command, Map.of())
                .awaitReady(READY_LIMIT, () -> answers(docker, List.of("--host=" + socket)));
        return new DockerEngine(docker, List.of("--host=" + socket), () -> {
            server.close();
            containerd.close();
            Mounts.removeBelow(folder);
        });
    }

    /** The engine that the {@code docker} command of this machine reaches. */
    public static DockerEngine ofThisMachine(Path docker) {
        return new DockerEngine(docker, List.of(), () -> {});
    }

    /** Whether the {@code docker} command of this machine reaches an engine. */
    public static boolean isReachable(Path docker) {
        return answers(docker, List.of());
    }

    @Override
    public String name() {
        return "docker pull";
    }

    @Override
    public Result pull(String image, Duration limit) {
        List<String> command = new ArrayList<>(List.of(docker.toString()));
        command.addAll(host);
        command.addAll(List.of("pull", image));
        return Command.of(command).within(limit).run();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public String toString() {
        return name();
    }

    private static boolean answers(Path docker, List<String> host) {
        List<String> command = new ArrayList<>(List.of(docker.toString()));
        command.addAll(host);
        command.add("info");
        return Command.of(command).within(Duration.ofSeconds(10)).run().exitCode() == 0;
    }
}
