package io.wave.job.engine.test;

import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectVolumeResponse;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import io.wave.local.process.Mounts;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A Docker engine with the images of tools. It has no networks of its own: containers use that of the machine. Needs root and
 * programs that {@code scripts/go-clients} and {@code scripts/cluster-programs} build.
 */
public final class DockerEngine implements AutoCloseable {

    private static final Path PROGRAMS = Path.of(System.getProperty("user.home"), ".cache", "wave", "bin");
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private final Path folder;
    private final DockerClient client;
    private Process process;

    private DockerEngine(Path folder) {
        this.folder = folder;
        this.process = start();
        this.client = client();
    }

    /**
     * Starts one; the test is skipped where there is none.
     *
     * @param folder where it keeps everything
     * @param tools names of tools, such as {@code skopeo}
     */
    public static DockerEngine start(Path folder, String... tools) throws IOException, InterruptedException {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "a Docker engine needs root");
        Assumptions.assumeTrue(
                Files.notExists(Path.of("/var/run/docker.sock")),
                "a Docker engine runs on this machine, whose bridge this one would remove");
        for (String program : List.of("dockerd", "containerd", "containerd-shim-runc-v2")) {
            Assumptions.assumeTrue(
                    Files.isExecutable(PROGRAMS.resolve(program)),
                    program + " is missing: scripts/go-clients builds it");
        }
        List<ToolLayout> layouts = new ArrayList<>();
        for (String tool : tools) {
            Optional<ToolLayout> layout = ToolLayout.find(tool);
            Assumptions.assumeTrue(
                    layout.isPresent(), "the image of %s is missing: deploy/images/build builds it".formatted(tool));
            layouts.add(layout.orElseThrow());
        }
        configure(folder);
        DockerEngine engine = new DockerEngine(folder);
        engine.awaitReady();
        for (int i = 0; i < tools.length; i++) {
            engine.load(layouts.get(i), image(tools[i]));
        }
        return engine;
    }

    /** The image of a tool in this engine. */
    public static String image(String tool) {
        return "wave-%s:test".formatted(tool);
    }

    /** The runc of a distribution may be older than the time namespaces that the engine asks it for. */
    private static void configure(Path folder) throws IOException {
        Path runc = folder.resolve("runc");
        Files.writeString(runc, """
                #!/bin/sh
                for each in "$@"; do
                    [ "${previous:-}" != --bundle ] || configuration=$each/config.json
                    previous=$each
                done
                if [ -n "${configuration:-}" ]; then
                    jq '.linux.namespaces |= map(select(.type != "time"))' "$configuration" >"$configuration.new"
                    mv "$configuration.new" "$configuration"
                fi
                exec runc "$@"
                """);
        Files.setPosixFilePermissions(runc, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(folder.resolve("daemon.json"), """
                {"runtimes": {"test": {"path": "%s"}}, "default-runtime": "test", "insecure-registries": ["0.0.0.0/0"]}
                """.formatted(runc));
    }

    private Process start() {
        List<String> command = List.of(
                PROGRAMS.resolve("dockerd").toString(),
                "--config-file=" + folder.resolve("daemon.json"),
                "--host=" + socket(),
                "--data-root=" + folder.resolve("data"),
                "--exec-root=" + folder.resolve("exec"),
                "--pidfile=" + folder.resolve("docker.pid"),
                "--shutdown-timeout=1",
                "--bridge=none",
                "--iptables=false",
                "--ip6tables=false",
                "--userland-proxy=false");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("dockerd.log").toFile());
        builder.environment().merge("PATH", PROGRAMS.toString(), "%2$s:%1$s"::formatted);
        try {
            return builder.start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The socket of the engine. */
    public URI socket() {
        return URI.create("unix://" + folder.resolve("docker.sock"));
    }

    private DockerClient client() {
        var configuration = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(socket().toString())
                .withDockerTlsVerify(false)
                .build();
        return DockerClientImpl.getInstance(
                configuration,
                new ZerodepDockerHttpClient.Builder()
                        .dockerHost(configuration.getDockerHost())
                        .build());
    }

    private void load(ToolLayout layout, String image) throws IOException, InterruptedException {
        Path archive = folder.resolve("image.tar");
        layout.archive(image, archive);
        try (InputStream in = Files.newInputStream(archive)) {
            client.loadImageCmd(in).exec();
        }
        Files.delete(archive);
    }

    private void awaitReady() {
        await().atMost(TIMEOUT).ignoreExceptions().until(() -> client.pingCmd().exec() == null && process.isAlive());
    }

    /** Stops the engine with its containers, and starts it again. */
    public void restart() throws InterruptedException {
        stop();
        process = start();
        awaitReady();
    }

    private void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("dockerd does not end");
        }
    }

    /** A client of the engine. */
    public DockerClient docker() {
        return client;
    }

    /** The ids of all containers. */
    public List<String> containers() {
        return client.listContainersCmd().withShowAll(true).exec().stream()
                .map(Container::getId)
                .toList();
    }

    /** The names of all volumes. */
    public List<String> volumes() {
        return client.listVolumesCmd().exec().getVolumes().stream()
                .map(InspectVolumeResponse::getName)
                .toList();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        client.close();
        stop();
        Mounts.removeBelow(folder);
    }
}
