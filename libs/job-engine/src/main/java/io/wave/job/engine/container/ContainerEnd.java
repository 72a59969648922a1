package io.wave.job.engine.container;

/** How the container of a job ended. */
public sealed interface ContainerEnd {

    /**
     * The command has ended.
     *
     * @param exitCode its exit code
     * @param message the message of the container; empty if there is none
     */
    record Exited(int exitCode, String message) implements ContainerEnd {}

    /**
     * The command was not run, or was ended by the host.
     *
     * @param reason the message for the user
     */
    record Failed(String reason) implements ContainerEnd {}

    /**
     * What the container ran on is lost. The host has given the container up: another one can be created, although this one may still
     * run.
     *
     * @param reason what is lost, in words for the user
     */
    record Lost(String reason) implements ContainerEnd {}

    /** Somebody else has removed the container: nothing is known about its end. */
    record Vanished() implements ContainerEnd {}
}
