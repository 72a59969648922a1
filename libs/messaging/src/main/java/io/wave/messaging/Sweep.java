package io.wave.messaging;

/** One pass over a part of the outbox. */
@FunctionalInterface
interface Sweep {

    /**
     * Deals with the next rows.
     *
     * @return whether there may be more to do at once
     * @throws Exception if nothing could be done; the next pass then waits for a while
     */
    boolean sweep() throws Exception;

    /** Brings to an end what the last pass has left under way. */
    default void finish() throws Exception {}
}
