package io.wave.local;

/** A server that runs as a process of its own, and may end when nobody expects it. */
public interface ServerChild extends AutoCloseable {

    /** Its process. */
    long pid();

    /** Whether the process is there. */
    boolean isAlive();

    /** The last line of its log. */
    String lastLogLine();

    @Override
    void close();
}
