package io.wave.messaging.loop;

/** What a {@link TaskLoop} repeats. */
@FunctionalInterface
public interface RepeatedTask {

    /**
     * Does the next part of the work.
     *
     * @return whether there may be more to do at once
     * @throws Exception if the work failed; it is then retried after a pause
     */
    boolean run() throws Exception;

    /** Completes what the last run started, when the loop stops. */
    default void finish() throws Exception {}
}
