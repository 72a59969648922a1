package io.wave.local.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server in its own process, with its output in a log file. A pid file beside it lets the next start find and stop it
 * after this JVM was killed.
 */
public final class ServerProcess implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ServerProcess.class);
    private static final Duration START_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);
    private static final int POLL_MILLIS = 20;
    private static final Path SETSID = Path.of("/usr/bin/setsid");

    private final String name;
    private final Process process;
    private final PidFile pidFile;
    private final Path log;

    private ServerProcess(String name, Process process, PidFile pidFile, Path log) {
        this.name = name;
        this.process = process;
        this.pidFile = pidFile;
        this.log = log;
    }

    /** Stops what an earlier JVM left in this folder, starts the command there and waits until the port accepts connections. */
    public static ServerProcess start(String name, Path folder, int port, List<String> command) {
        return start(name, folder, port, command, Map.of());
    }

    /** Starts it with additional environment variables. */
    public static ServerProcess start(
            String name, Path folder, int port, List<String> command, Map<String, String> environment) {
        PidFile pidFile = new PidFile(folder.resolve(name + ".pid"));
        pidFile.stopStale(STOP_TIMEOUT);
        Path log = folder.resolve(name + ".log");
        try {
            ProcessBuilder builder = new ProcessBuilder(inOwnSession(command))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            pidFile.write(process.pid());
            ServerProcess server = new ServerProcess(name, process, pidFile, log);
            server.awaitPort(port);
            return server;
        } catch (IOException failed) {
            throw new LocalServiceException("%s could not be started: %s".formatted(name, failed.getMessage()), failed);
        }
    }

    /** Ctrl-C in the terminal goes to the JVM alone, which stops its servers in order. */
    private static List<String> inOwnSession(List<String> command) {
        return Files.isExecutable(SETSID)
                ? Stream.concat(Stream.of(SETSID.toString()), command.stream()).toList()
                : command;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public String lastLogLine() {
        return LogFile.lastLine(log);
    }

    private void awaitPort(int port) {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        while (!answers(port)) {
            if (System.nanoTime() > deadline || exited()) {
                close();
                throw new LocalServiceException("%s did not start, see %s: %s".formatted(name, log, lastLogLine()));
            }
        }
    }

    private boolean exited() {
        try {
            return process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), POLL_MILLIS * 10);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Terminates the process, forcibly if it does not end in time. */
    @Override
    public void close() {
        if (Termination.of(process.toHandle()).within(STOP_TIMEOUT)) {
            pidFile.delete();
        } else {
            LOG.atWarn()
                    .addKeyValue("server", name)
                    .addKeyValue("pid", process.pid())
                    .log("server process did not end");
        }
    }
}
