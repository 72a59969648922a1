package io.wave.local.server;

import io.wave.local.process.ServerProcess;

/** A server in a process that this JVM has started itself. */
abstract class ProcessServer implements ServerChild {

    private final int port;
    private final ServerProcess process;

    ProcessServer(int port, ServerProcess process) {
        this.port = port;
        this.process = process;
    }

    public final int port() {
        return port;
    }

    @Override
    public final long pid() {
        return process.pid();
    }

    @Override
    public final boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public final String lastLogLine() {
        return process.lastLogLine();
    }

    @Override
    public final void close() {
        process.close();
    }
}
