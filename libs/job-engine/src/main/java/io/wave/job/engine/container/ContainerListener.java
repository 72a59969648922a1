package io.wave.job.engine.container;

/** What a follower of a container is told. The methods are called by one thread at a time. */
public interface ContainerListener {

    /** A container begins to run; it may be in the place of another one, whose output does not count any more. */
    void started();

    /** The output of the container, each byte once. */
    void output(byte[] bytes, int length);

    /** The output has ended. */
    void ended();

    /**
     * The container waits in a queue of the host: no run time. Called about once a second.
     *
     * @return whether it may wait any longer
     */
    boolean queued();

    /** The container does not wait in a queue of the host, or no longer. May be called repeatedly. */
    void dequeued();

    /** A remark for the log. */
    void note(String line);

    /** Called about once a second. */
    void tick();
}
