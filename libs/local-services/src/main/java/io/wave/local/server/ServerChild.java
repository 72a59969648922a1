package io.wave.local.server;

/** A server in its own process, which may end unexpectedly. */
public interface ServerChild extends AutoCloseable {

    /** Its process. */
    long pid();

    /** Whether the process runs. */
    boolean isAlive();

    /** The last line of its log. */
    String lastLogLine();

    @Override
    void close();
}
