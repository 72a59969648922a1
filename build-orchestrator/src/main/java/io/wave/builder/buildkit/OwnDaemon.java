package io.wave.builder.buildkit;

import io.wave.builder.image.BuilderProperties;
import io.wave.job.engine.folder.DaemonFolder;
import io.wave.job.engine.folder.DiskLimit;
import io.wave.job.engine.guard.GuardedDaemon;
import io.wave.job.engine.outcome.JobFailedException;
import io.wave.job.engine.tool.MaskedUrls;
import io.wave.job.engine.tool.ToolCommand;
import io.wave.worker.egress.ProxyAccess;
import io.wave.worker.egress.ProxyVariables;
import io.wave.worker.egress.ToolEgress;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A daemon of this worker, in a folder that no other daemon uses. It is restarted when it exits, and ends with the worker at
 * the latest.
 */
final class OwnDaemon implements BuildKit {

    private static final Logger logger = LoggerFactory.getLogger(OwnDaemon.class);
    private static final String HOST_NETWORK = "networkMode = \"host\"\n";
    static final String STOPPING = "build failed: the build worker is stopping";
    private static final int LINES = 20;
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final BuildKitPrograms programs;
    private final DaemonRights rights;
    private final DaemonSettings settings;
    private final DaemonHome home;
    private final BuildKitProperties properties;
    private final DiskLimit disk;
    private final BuilderProperties.Network steps;
    private final ToolEgress egress;
    private final Deque<String> lastLines = new ArrayDeque<>();
    private @Nullable Running running;
    private @Nullable DaemonFolder folder;
    private boolean closed;

    /** A started daemon. */
    private record Running(
            GuardedDaemon process,
            Path runtime,
            Path socket,
            ToolEgress.Access egress,
            Optional<DaemonNetwork> network,
            StepLimits limits,
            StepDisk disk) {

        boolean isAlive() {
            return !process.ended().isDone();
        }

        void end() {
            disk.close();
            process.close();
            egress.close();
            limits.close();
            network.ifPresent(OwnDaemon::closeQuietly);
            RuntimeFolder.remove(runtime);
        }
    }

    /**
     * The daemon is not started yet.
     *
     * @param rights of the daemon on the machine
     * @param home where it gets its folder when it starts
     * @param disk disk limit of a step
     * @param steps the network of steps; unless it is that of the worker, the daemon has a network of its own
     */
    OwnDaemon(
            BuildKitPrograms programs,
            DaemonRights rights,
            DaemonSettings settings,
            DaemonHome home,
            BuildKitProperties properties,
            DiskLimit disk,
            BuilderProperties.Network steps,
            ToolEgress egress) {
        this.programs = programs;
        this.rights = rights;
        this.settings = settings;
        this.home = home;
        this.properties = properties;
        this.disk = disk;
        this.steps = steps;
        this.egress = egress;
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception left) {
            logger.atWarn().setCause(left).log("Network of BuildKit not removed");
        }
    }

    /** Starts the daemon in the background, so that it is ready for the first build. */
    void startEarly() {
        Thread.ofPlatform().daemon().name("buildkit-start").start(() -> {
            try {
                open(List.of());
            } catch (JobFailedException notStarted) {
                logger.atWarn().setCause(notStarted).log("BuildKit not started, the next build tries again");
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Override
    public synchronized Access open(Collection<String> servers) throws InterruptedException {
        if (closed) {
            throw new JobFailedException(STOPPING);
        }
        try {
            Running current = running;
            // A daemon that was just killed may still count as alive, but accepts no connections.
            if (current == null || !current.isAlive() || !accepts(current.socket())) {
                current = start();
            }
            return access(current, servers);
        } catch (IOException failure) {
            throw new JobFailedException(
                    "build failed: BuildKit cannot be started on the build worker: " + failure.getMessage());
        }
    }

    private Access access(Running current, Collection<String> servers) throws IOException, InterruptedException {
        List<String> client = List.of(programs.buildctl().toString(), "--addr", "unix://" + current.socket());
        Denials denials = current.egress()::findRefusal;
        Endings endings = current.limits().endings();
        if (current.network().isEmpty()) {
            return new Access(client, Map.of(), steps.options(), denials, endings);
        }
        DaemonNetwork network = current.network().get();
        for (String server : servers) {
            OptionalInt port = Loopback.port(server);
            if (port.isPresent()) {
                network.openPort(port.getAsInt());
            }
        }
        return new Access(network.inside(client), network.environment(), options(current, network), denials, endings);
    }

    private Map<String, String> options(Running current, DaemonNetwork network) {
        if (steps == BuilderProperties.Network.NONE || !current.egress().forSteps()) {
            return steps.options();
        }
        return ProxyVariables.of(network.proxyOfSteps()).entrySet().stream()
                .collect(Collectors.toMap(variable -> "build-arg:" + variable.getKey(), Map.Entry::getValue));
    }

    private Running start() throws IOException, InterruptedException {
        end();
        DaemonFolder own = folder;
        if (own == null) {
            own = home.take();
            folder = own;
        }
        boolean used = Files.exists(own.path().resolve(rights.state()));
        try {
            return launch(own);
        } catch (IOException failure) {
            if (!used) {
                throw failure;
            }
            logger.atWarn()
                    .addKeyValue("folder", own.path())
                    .setCause(failure)
                    .log("BuildKit does not start with its existing state; removing its state and cache");
            end();
            rights.removeState(own);
            return launch(own);
        }
    }

    private Running launch(DaemonFolder own) throws IOException, InterruptedException {
        Running started = start(own, RuntimeFolder.of(own.path()), egress.open());
        running = started;
        openNetwork(started);
        awaitReady(started);
        // Steps of all builds would get it, and could fill the memory of the daemon.
        Files.deleteIfExists(DaemonSettings.traces(started.socket()));
        logger.atInfo().addKeyValue("folder", own.path()).log("BuildKit is ready");
        CompletableFuture<Void> _ = started.process().ended().thenAccept(this::over);
        return started;
    }

    private Running start(DaemonFolder own, Path runtime, ToolEgress.Access access)
            throws IOException, InterruptedException {
        Optional<StepLimits> prepared = Optional.empty();
        Optional<DaemonNetwork> network = Optional.empty();
        try {
            Path socket = runtime.resolve("buildkitd.sock");
            Files.deleteIfExists(socket);
            StepLimits limits = StepLimits.prepare(
                    rights,
                    runtime.getFileName().toString(),
                    own.path().resolve("runtime"),
                    programs.runc(),
                    properties.limits());
            prepared = Optional.of(limits);
            network = network(own, runtime, access.proxy());
            boolean separate = network.isPresent();
            Path file = own.path().resolve("buildkitd.toml");
            Files.writeString(
                    file,
                    settings.text(
                            rights,
                            own.path().resolve(rights.state()),
                            socket,
                            limits,
                            network.map(DaemonNetwork::settings).orElse(HOST_NETWORK)));
            Map<String, String> environment = new LinkedHashMap<>(access.environment());
            network.ifPresent(present -> environment.putAll(present.environment()));
            environment.put("HOME", own.path().toString());
            environment.put("TMPDIR", temporary(own.path()).toString());
            environment.putAll(rights.environment(runtime));
            Optional<Path> authorities = access.authorities();
            if (authorities.isPresent()) {
                TrustingGit.install(environment, own.path(), authorities.get());
            }
            List<String> command = List.of(programs.buildkitd().toString(), "--config", file.toString());
            environment.putAll(limits.environment());
            ToolCommand tool = new ToolCommand(
                    limits.inside(
                            network.map(present -> present.starting(command)).orElse(command)),
                    environment);
            GuardedDaemon process = rights.start(tool, own, separate, this::onOutput);
            StepDisk watch = new StepDisk(
                    own.path().resolve(rights.state()),
                    disk,
                    process::processes,
                    rights.reader(process),
                    limits.endings());
            return new Running(process, runtime, socket, access, network, limits, watch);
        } catch (IOException | InterruptedException | RuntimeException failure) {
            access.close();
            prepared.ifPresent(StepLimits::close);
            network.ifPresent(OwnDaemon::closeQuietly);
            RuntimeFolder.remove(runtime);
            throw failure;
        }
    }

    private Optional<DaemonNetwork> network(DaemonFolder own, Path runtime, Optional<ProxyAccess> proxy)
            throws IOException, InterruptedException {
        if (steps == BuilderProperties.Network.BRIDGE && proxy.isEmpty()) {
            logger.atWarn()
                    .log("RUN steps use the network of the worker, as if wave.build.network were host: "
                            + "wave.security.ssrf-protection.enabled is false, so there is no egress guard");
        }
        if (steps == BuilderProperties.Network.HOST || proxy.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(DaemonNetwork.prepare(rights.namespace(own.path(), runtime), own.path(), proxy.get()));
        } catch (IOException failure) {
            throw new IOException(
                    "no network can be created for RUN steps (%s); set wave.build.network to host to use the network of the worker"
                            .formatted(failure.getMessage()),
                    failure);
        }
    }

    private void openNetwork(Running started) throws IOException, InterruptedException {
        if (started.network().isEmpty()) {
            return;
        }
        try {
            started.network().get().open(started.process(), properties.startTimeout());
        } catch (IOException failure) {
            started.end();
            throw new IOException("%s: %s".formatted(failure.getMessage(), lastLines()), failure);
        }
    }

    private static Path temporary(Path folder) throws IOException {
        return Files.createDirectories(folder.resolve("tmp"));
    }

    private void awaitReady(Running started) throws IOException, InterruptedException {
        long start = System.nanoTime();
        while (!accepts(started.socket())) {
            if (!started.isAlive()
                    || System.nanoTime() - start > properties.startTimeout().toNanos()) {
                String what = started.isAlive()
                        ? "not ready within %d s"
                                .formatted(properties.startTimeout().toSeconds())
                        : "it exited";
                started.end();
                throw new IOException("%s: %s".formatted(what, lastLines()));
            }
            TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
        }
    }

    private static boolean accepts(Path socket) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException notYet) {
            return false;
        }
    }

    private void onOutput(String output) {
        String line = MaskedUrls.in(output);
        logger.atDebug().addKeyValue("line", line).log("buildkitd");
        synchronized (lastLines) {
            if (lastLines.size() == LINES) {
                lastLines.removeFirst();
            }
            lastLines.add(line);
        }
    }

    private String lastLines() {
        synchronized (lastLines) {
            return lastLines.isEmpty() ? "no output" : String.join("\n", lastLines);
        }
    }

    private void over(int status) {
        synchronized (this) {
            if (closed) {
                return;
            }
        }
        logger.atWarn()
                .addKeyValue("status", status)
                .addKeyValue("lines", lastLines())
                .log("BuildKit exited, restarting it");
        startEarly();
    }

    private void end() {
        if (running != null) {
            running.end();
            running = null;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        end();
        if (folder != null) {
            release(folder);
            folder = null;
        }
    }

    private void release(DaemonFolder own) {
        try {
            home.release(own);
        } catch (IOException left) {
            logger.atWarn().addKeyValue("folder", own.path()).setCause(left).log("Folder of BuildKit not released");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
