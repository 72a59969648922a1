package io.wave.builder.buildkit;

import io.wave.job.engine.guard.GuardedDaemon;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.List;

/** A network namespace (network_namespaces(7)) with a loopback interface only, in which a daemon runs and the worker listens. */
interface DaemonNamespace extends AutoCloseable {

    /** The command line by which the guard starts the daemon in it. */
    List<String> starting(List<String> daemon);

    /** The command line that runs another program in it. The daemon has been started. */
    List<String> inside(List<String> command);

    /**
     * Waits until the worker can listen in it.
     *
     * @param daemon was started in it
     */
    void await(GuardedDaemon daemon, Duration timeout) throws IOException, InterruptedException;

    /** Accepts the connections to an address in it; any thread may use the channel. */
    ServerSocketChannel listen(InetSocketAddress address) throws IOException, InterruptedException;

    /** Releases the namespace; the daemon has ended. */
    @Override
    void close() throws IOException;
}
